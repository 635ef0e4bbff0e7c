package dev.bascule.updater.device;

import dev.bascule.bootctl.sys.OpenFile;
import dev.bascule.image.Version;
import dev.bascule.image.bundle.BundleOrigin;
import dev.bascule.image.bundle.BundleSource;
import dev.bascule.image.origin.DirectoryOrigin;
import dev.bascule.image.origin.Origin;
import dev.bascule.image.tuf.Expiry;
import dev.bascule.image.tuf.Limits;
import dev.bascule.image.tuf.ReferenceTime;
import dev.bascule.image.tuf.Repository;
import dev.bascule.image.tuf.TrustedStore;
import dev.bascule.image.tuf.TufClient;
import dev.bascule.image.tuf.TufException;
import dev.bascule.image.tuf.UnreachableException;
import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.check.Check;
import dev.bascule.updater.check.CheckedImage;
import dev.bascule.updater.check.HeldTargets;
import dev.bascule.updater.check.Selection;
import dev.bascule.updater.check.SignedImages;
import dev.bascule.updater.check.Situation;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.SourceSettings;
import dev.bascule.updater.slot.StoredTables;
import dev.bascule.updater.source.HttpOrigin;
import dev.bascule.updater.source.Mirrors;
import dev.bascule.updater.source.WebClient;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** The repository that an image is looked for in, with what this device trusts of it. */
final class Repositories implements Closeable {

  /** Where trusted metadata is, in the device's state. */
  static final String TRUSTED = "tuf";

  private final Origin origin;
  private final TufClient client;
  private final String model;
  private final Expiry expiry;
  private final HeldTargets held;
  private final Path tables;
  private final Closeable connection;

  private Repositories(Origin origin, TufClient client, String model, Expiry expiry,
      HeldTargets held, Path tables, Closeable connection) {
    this.origin = origin;
    this.held = held;
    this.tables = tables;
    this.client = client;
    this.model = model;
    this.expiry = expiry;
    this.connection = connection;
  }

  /**
   * Opens a repository. Nothing is asked yet; of a bundle, what it holds.
   *
   * @param builtAt when the running system was built: the clock cannot be before that
   */
  static Repositories open(Configuration configuration, Supply supply, Instant builtAt)
      throws IOException {
    return open(configuration, supply, builtAt, configuration.device().state());
  }

  /**
   * The same.
   *
   * @param state where what is trusted is kept, and what was looked at last
   */
  static Repositories open(Configuration configuration, Supply supply, Instant builtAt,
      Path state) throws IOException {
    return switch (supply) {
      case Supply.Configured() -> {
        SourceSettings source = source(configuration);
        if (source.url().getScheme().equalsIgnoreCase("file")) {
          yield of(configuration, new DirectoryOrigin(Path.of(source.url().getPath())),
              Expiry.ENFORCED, builtAt, state, () -> {});
        }
        WebClient client =
            WebAccess.client(source, System.getenv(), Instant.now(), builtAt);
        yield of(configuration, onWeb(source, client), Expiry.ENFORCED, builtAt, state, client);
      }
      case Supply.Bundle(String place, boolean allowExpired, String _) -> of(configuration,
          Bundles.open(place, configuration.source(), builtAt), allowExpired, builtAt, state);
      case Supply.Handed(OpenFile file, boolean allowExpired, String _) -> of(configuration,
          new HandedSource(file), allowExpired, builtAt, state);
    };
  }

  private static Repositories of(Configuration configuration, BundleSource source,
      boolean allowExpired, Instant builtAt, Path state) throws IOException {
    BundleOrigin bundle = new BundleOrigin(source);
    try {
      bundle.index();
      return of(configuration, bundle, allowExpired ? Expiry.OVERRIDDEN : Expiry.ENFORCED, builtAt,
          state, bundle);
    } catch (IOException e) {
      bundle.close();
      throw e;
    }
  }

  private static Repositories of(Configuration configuration, Origin origin, Expiry expiry,
      Instant builtAt, Path state, Closeable connection) throws IOException {
    byte[] anchor = readAnchor(configuration.device().trust());
    TufClient client = new TufClient(
        new TrustedStore(state.resolve(TRUSTED)), Repository.at(origin),
        anchor, new ReferenceTime(InstantSource.system(), builtAt), Limits.STANDARD);
    return new Repositories(origin, client, configuration.device().model(), expiry,
        new HeldTargets(state.resolve("targets")), tables(configuration), connection);
  }

  /** Where tables of the slots' images are kept. */
  static Path tables(Configuration configuration) {
    return configuration.device().state().resolve("slots");
  }

  /** The repository's files as they are, not looked for by any metadata. */
  Origin origin() {
    return origin;
  }

  /** Selects what the device should run; a mirror whose metadata is stale, broken or forged is left for the next one. */
  Selection select(Situation situation) throws IOException {
    while (true) {
      try {
        return new Check(images()).select(situation);
      } catch (UnreachableException e) {
        if (!goElsewhere()) {
          throw lacks(e);
        }
      } catch (TufException e) {
        if (!goElsewhere()) {
          throw e;
        }
      }
    }
  }

  SignedImages images() {
    return new SignedImages(client, new StoredTables(tables, origin), model, expiry, held);
  }

  /** The newest image of this device's model that a bundle has, whether or not it may be installed. */
  CheckedImage newest() throws IOException {
    if (!(origin instanceof BundleOrigin bundle)) {
      throw new IllegalStateException(origin.name() + " is no bundle");
    }
    SortedSet<Version> versions = bundle.index().versions(model);
    refresh(expiry);
    Optional<CheckedImage> image =
        versions.isEmpty() ? Optional.empty() : images().image(versions.last());
    return image.orElseThrow(() -> new UpdaterException(
        bundle.name() + ": has no image of the model " + model,
        "make a bundle for this model: bascule-image bundle --model " + model));
  }

  /** Brings the trusted metadata up to date, and takes nothing up. */
  void refresh(Expiry leniency) throws IOException {
    client.refresh(leniency);
  }

  /** Which metadata was taken although it is expired: {@code timestamp since 2027-01-08T00:00:00Z}; empty for none. */
  String overridden() {
    return client.overridden()
        .stream()
        .map(role -> role.name() + " since " + role.expires())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Has what is asked next come from another mirror, after one whose metadata cannot be used; false if there is none. */
  boolean goElsewhere() {
    return origin.goElsewhere();
  }

  /** What to say when the repository lacks the image that it was asked for. */
  IOException lacks(UnreachableException e) throws IOException {
    if (!(origin instanceof BundleOrigin bundle) || e.getCause() != null) {
      return e;
    }
    SortedSet<Version> versions = bundle.index().versions(model);
    return new UpdaterException(e.getMessage() + "; of the model " + model + " it has "
        + (versions.isEmpty() ? "no image" : versions.toString()),
        versions.isEmpty()
            ? "make a bundle for this model: bascule-image bundle --model " + model
            : "name a version that it has, or make a bundle of what the channel offers",
        e);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }

  private static SourceSettings source(Configuration configuration) throws UpdaterException {
    SourceSettings source = configuration.source();
    if (source == null) {
      throw new UpdaterException("no repository is configured",
          "add a table [source] with a url to the configuration");
    }
    return source;
  }

  private static Origin onWeb(SourceSettings source, WebClient client) {
    HttpOrigin first = new HttpOrigin(source.url(), client);
    if (source.mirrors().isEmpty()) {
      return first;
    }
    List<HttpOrigin> places = new ArrayList<>(List.of(first));
    source.mirrors().forEach(url -> places.add(new HttpOrigin(url, client)));
    return new Mirrors(places, System::nanoTime);
  }

  static byte[] readAnchor(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(Limits.STANDARD.root() + 1);
    } catch (NoSuchFileException e) {
      throw new UpdaterException(file + ": expected the trusted root metadata, found no file",
          "an image for this device must bring it; without it nothing can be trusted", e);
    }
  }
}
