package dev.bascule.updater.device;

import dev.bascule.image.origin.DirectoryOrigin;
import dev.bascule.image.origin.Origin;
import dev.bascule.image.tuf.Expiry;
import dev.bascule.image.tuf.Limits;
import dev.bascule.image.tuf.ReferenceTime;
import dev.bascule.image.tuf.Repository;
import dev.bascule.image.tuf.TrustedStore;
import dev.bascule.image.tuf.TufClient;
import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.check.SignedImages;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.SourceSettings;
import dev.bascule.updater.source.HttpLimits;
import dev.bascule.updater.source.HttpOrigin;
import dev.bascule.updater.source.PinnedAuthorities;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/** The repository that the configuration names, with what this device trusts of it. */
final class Repositories implements Closeable {

  private final Origin origin;
  private final TufClient client;
  private final String model;

  private Repositories(Origin origin, TufClient client, String model) {
    this.origin = origin;
    this.client = client;
    this.model = model;
  }

  /**
   * Opens the configured repository. Nothing is asked yet.
   *
   * @param builtAt when the running system was built: the clock cannot be before that
   */
  static Repositories open(Configuration configuration, Instant builtAt) throws IOException {
    SourceSettings source = source(configuration);
    byte[] anchor = readAnchor(configuration.device().trust());
    Origin origin = origin(source);
    TufClient client = new TufClient(
        new TrustedStore(configuration.device().state().resolve("tuf")), Repository.at(origin),
        anchor, new ReferenceTime(InstantSource.system(), builtAt), Limits.STANDARD);
    return new Repositories(origin, client, configuration.device().model());
  }

  SignedImages images() {
    return new SignedImages(client, origin, model, Expiry.ENFORCED);
  }

  @Override
  public void close() {
    if (origin instanceof HttpOrigin http) {
      http.close();
    }
  }

  private static SourceSettings source(Configuration configuration) throws UpdaterException {
    SourceSettings source = configuration.source();
    if (source == null) {
      throw new UpdaterException("no repository is configured",
          "add a table [source] with a url to the configuration");
    }
    return source;
  }

  private static Origin origin(SourceSettings source) throws IOException {
    URI url = source.url();
    if (url.getScheme().equalsIgnoreCase("file")) {
      return new DirectoryOrigin(Path.of(url.getPath()));
    }
    HttpLimits standard = HttpLimits.standard();
    HttpLimits limits = new HttpLimits(source.connectTimeout(), source.connectTimeout(),
        source.idleTimeout(), standard.window(), standard.floor());
    Path ca = source.ca();
    return new HttpOrigin(url, limits, ca == null ? null : PinnedAuthorities.read(ca));
  }

  private static byte[] readAnchor(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(Limits.STANDARD.root() + 1);
    } catch (NoSuchFileException e) {
      throw new UpdaterException(file + ": expected the trusted root metadata, found no file",
          "an image for this device must bring it; without it nothing can be trusted", e);
    }
  }
}
