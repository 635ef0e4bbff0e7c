package dev.bascule.publisher.repository;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.origin.DirectoryOrigin;
import dev.bascule.image.tuf.Expiry;
import dev.bascule.publisher.build.BuildSettings;
import dev.bascule.publisher.build.ImageBuilder;
import dev.bascule.publisher.build.ImageDescription;
import dev.bascule.publisher.build.VolumeSource;
import dev.bascule.publisher.key.KeyRing;
import dev.bascule.publisher.key.KeyType;
import dev.bascule.publisher.key.PrivateKey;
import dev.bascule.publisher.key.Signer;
import dev.bascule.publisher.key.VerifyingKey;
import dev.bascule.publisher.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A fleet's people, their keys, their repository and its clock. */
final class Fleet {

  static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
  static final ModelRoles BOARD = new ModelRoles("board");

  final PrivateKey alice;
  final PrivateKey bob;
  final PrivateKey targets;
  final PrivateKey online;
  final PrivateKey images;
  final PrivateKey rollout;
  final RepositoryLayout layout;
  private final Path directory;
  Instant now = START;

  /** Works in a directory of its own. */
  Fleet(Path directory) {
    this.alice = key();
    this.bob = key();
    this.targets = key();
    this.online = key();
    this.images = key();
    this.rollout = key();
    this.directory = directory;
    this.layout = new RepositoryLayout(directory.resolve("repository"));
  }

  private Fleet(Path directory, Fleet other) {
    this.alice = other.alice;
    this.bob = other.bob;
    this.targets = other.targets;
    this.online = other.online;
    this.images = other.images;
    this.rollout = other.rollout;
    this.now = other.now;
    this.directory = directory;
    this.layout = new RepositoryLayout(directory.resolve("repository"));
  }

  static PrivateKey key() {
    return PrivateKey.generate(KeyType.ED25519, new SecureRandom());
  }

  /** What someone does to an edition. */
  interface Work {
    void on(RepositoryDirectory repository, Edition edition) throws IOException;
  }

  /** A fleet whose repository has a root and a model. */
  static Fleet withModel(Path directory) throws IOException {
    Fleet fleet = new Fleet(directory);
    fleet.publishFirstRoot(new LocalDisk());
    fleet.addModel(new LocalDisk());
    return fleet;
  }

  void publishFirstRoot(Disk disk) throws IOException {
    Document root = signed(rootDraft(null, Map.of(
        "root", signatories(2, alice, bob),
        "targets", signatories(1, targets),
        "snapshot", signatories(1, online),
        "timestamp", signatories(1, online))), alice, bob);
    try (RepositoryDirectory repository = RepositoryDirectory.create(layout, disk)) {
      publish(repository, List.of(targets, online),
          (open, edition) -> edition.replaceRoot(root));
    }
  }

  void addModel(Disk disk) throws IOException {
    publish(disk, List.of(targets, online), (repository, edition) -> {
      edition.delegateImages(BOARD, signatories(1, images));
      edition.delegateRollout(BOARD, signatories(1, rollout));
    });
  }

  /** Publishes an image and offers it to the channel stable. */
  List<PublishedFile> publishImage(Disk disk, Path image) throws IOException {
    return publish(disk, List.of(images, rollout, online), (repository, edition) -> {
      ImageRelease release = ImageRelease.read(image);
      repository.addImage(edition, BOARD, release, bytes -> {});
      repository.putCatalog(edition, BOARD, catalog(repository)
          .withOffer(new Offer("stable", release.manifest().version())));
    });
  }

  Catalog catalog(RepositoryDirectory repository) throws IOException {
    return new CatalogReader(layout.directory()).read(repository.read(), BOARD)
        .orElseGet(Catalog::empty);
  }

  /** Publishes an edition with some keys at hand. */
  List<PublishedFile> publish(List<? extends Signer> keys, Work work) throws IOException {
    return publish(new LocalDisk(), keys, work);
  }

  List<PublishedFile> publish(Disk disk, List<? extends Signer> keys, Work work)
      throws IOException {
    try (RepositoryDirectory repository = RepositoryDirectory.open(layout, disk)) {
      return publish(repository, keys, work);
    }
  }

  private List<PublishedFile> publish(RepositoryDirectory repository, List<? extends Signer> keys,
      Work work) throws IOException {
    Edition edition = new Edition(repository.read(), signing(keys));
    work.on(repository, edition);
    return repository.publish(edition, Progress.none());
  }

  Signing signing(List<? extends Signer> keys) {
    return new Signing(KeyRing.of(keys.toArray(Signer[]::new)), Lifetimes.standard(), now);
  }

  Document rootDraft(@Nullable Document previous, Map<String, RoleSignatories> roles)
      throws IOException {
    return RootDraft.draft(previous, roles, Lifetimes.standard(), now);
  }

  /** The newest published root, to draft the next from. */
  Document newestRoot() throws IOException {
    return Document.parse(Published.read(layout.directory()).newestRoot().orElseThrow().received());
  }

  static Document signed(Document draft, Signer... signers) throws IOException {
    Document signed = draft;
    for (Signer signer : signers) {
      signed = signed.signedBy(signer);
    }
    return signed;
  }

  static RoleSignatories signatories(int threshold, Signer... signers) {
    List<VerifyingKey> keys = Arrays.stream(signers).map(Signer::publicKey).toList();
    return new RoleSignatories(keys, threshold);
  }

  /** Builds an image whose one volume depends on its version. */
  Path image(String version, long release) throws IOException {
    return image(directory.resolve("build-" + version), version, release);
  }

  static Path image(Path out, String version, long release) throws IOException {
    return image(out, List.of("board"), version, release);
  }

  static Path image(Path out, List<String> models, String version, long release)
      throws IOException {
    Path volume = Files.writeString(out.resolveSibling("volume-" + version),
        ("content of " + version + " ").repeat(9000));
    Version parsed = Version.parse(version);
    new ImageBuilder(out, BuildSettings.defaults("board", parsed).withLevel(1)).build(
        new ImageDescription("board", parsed, START, models, release, 0, null, ""),
        List.of(new VolumeSource("root", volume)), bytes -> {});
    return out;
  }

  /** The same fleet, the same keys, with a copy of everything in another directory. */
  Fleet copy(Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.toList()) {
        Files.copy(path, to.resolve(directory.relativize(path).toString()));
      }
    }
    return new Fleet(to, this);
  }

  void later(Duration time) {
    now = now.plus(time);
  }

  /** A device that is new, or as old as the repository. */
  TrialDevice device() throws IOException {
    return TrialDevice.create(directory, Rehearsal.anchor(origin()), now);
  }

  DirectoryOrigin origin() {
    return new DirectoryOrigin(layout.directory());
  }

  /** What a new device is offered on the channel stable; nothing if there is no such offer. */
  String offered() throws IOException {
    try (TrialDevice device = device()) {
      device.refresh(origin(), Expiry.ENFORCED);
      device.find(BOARD.rollout(), BOARD.catalogPath());
    }
    return new CatalogReader(layout.directory())
        .read(Published.read(layout.directory()), BOARD)
        .flatMap(catalog -> catalog.offer("stable"))
        .map(offer -> offer.version().toString())
        .orElse("nothing");
  }
}
