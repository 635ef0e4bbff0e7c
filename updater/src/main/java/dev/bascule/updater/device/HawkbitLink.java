package dev.bascule.updater.device;

import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.check.Assignment;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.HawkbitSettings;
import dev.bascule.updater.config.SourceSettings;
import dev.bascule.updater.file.SecretFile;
import dev.bascule.updater.hawkbit.Errand;
import dev.bascule.updater.hawkbit.HawkbitClient;
import dev.bascule.updater.hawkbit.Memory;
import dev.bascule.updater.hawkbit.Poll;
import dev.bascule.updater.source.WebClient;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The connection to the device's hawkBit, with the certificates, proxy and limits of its update source. */
public final class HawkbitLink implements Closeable {

  private final WebClient web;
  private final HawkbitClient client;

  private HawkbitLink(WebClient web, HawkbitClient client) {
    this.web = web;
    this.client = client;
  }

  /**
   * Opens it; nothing is asked yet.
   *
   * @param builtAt when the running system was built: the clock cannot be before that
   */
  public static HawkbitLink open(Configuration configuration, HawkbitSettings settings,
      Instant builtAt) throws IOException {
    SourceSettings source = configuration.source();
    String token;
    try {
      SecretFile.require(settings.token());
      token = WebAccess.secret(settings.token(), "the token for hawkBit");
    } catch (NoSuchFileException e) {
      throw new UpdaterException(settings.token() + ": expected the token for hawkBit, found no "
          + "file", "put it there, mode 600; or hand it to the unit as a credential", e);
    }
    WebClient web = WebAccess.client(
        source == null ? SourceSettings.at(settings.url()) : source, System.getenv(),
        Instant.now(), builtAt);
    return new HawkbitLink(web,
        new HawkbitClient(settings, token, web, InstantSource.system()));
  }

  /** What the device remembers of its server. */
  public static Memory memory(Configuration configuration) throws IOException {
    return Memory.read(configuration.device().state());
  }

  /** What is assigned, where there is a server that does. */
  static @Nullable Assignment assignment(Configuration configuration) throws IOException {
    HawkbitSettings settings = configuration.hawkbit();
    if (settings == null) {
      return null;
    }
    Errand errand = memory(configuration).errand();
    return new Assignment("hawkBit at " + settings.url(),
        errand == null ? null : errand.version());
  }

  /** Asks what there is, and does nothing about it. */
  public Poll poll() throws IOException {
    return client.poll();
  }

  public HawkbitClient client() {
    return client;
  }

  @Override
  public void close() {
    web.close();
  }
}
