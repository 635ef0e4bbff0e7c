package dev.bascule.publisher.mirror;

import dev.bascule.image.Sha256;
import dev.bascule.image.origin.DirectoryOrigin;
import dev.bascule.image.tuf.Expiry;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.Root;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.image.tuf.Snapshot;
import dev.bascule.image.tuf.TargetFile;
import dev.bascule.image.tuf.Targets;
import dev.bascule.image.tuf.Timestamp;
import dev.bascule.publisher.repository.Document;
import dev.bascule.publisher.repository.Published;
import dev.bascule.publisher.repository.Rehearsal;
import dev.bascule.publisher.repository.RepositoryDirectory;
import dev.bascule.publisher.repository.RepositoryLayout;
import dev.bascule.publisher.repository.TrialDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a repository's directory publishes, as the files that a store needs for it.
 *
 * @param directory where the files are
 * @param targets what the roles list
 * @param metadata snapshot and targets roles, as this edition names them
 * @param roots every root from the first on
 * @param timestamp what makes the rest visible
 */
public record LocalEdition(Path directory, List<MirrorFile> targets, List<MirrorFile> metadata,
    List<Root> roots, List<MirrorFile> rootFiles, SignedMetadata<Timestamp> timestamp,
    SignedMetadata<Snapshot> snapshot, SignedMetadata<Targets> top) {

  public LocalEdition {
    targets = List.copyOf(targets);
    metadata = List.copyOf(metadata);
    roots = List.copyOf(roots);
    rootFiles = List.copyOf(rootFiles);
  }

  /**
   * Reads a repository as a device does, at a moment at which nobody changes it.
   *
   * @param known a root that it must follow from, or null to take its first at its word
   * @throws dev.bascule.publisher.repository.RefusedException if it is damaged, another process changes it, or it does
   *     not follow from that root
   * @throws dev.bascule.image.tuf.TufException if a device refuses it, because it is expired for instance
   */
  public static LocalEdition read(Path directory, @Nullable Document known, Instant now)
      throws IOException {
    try (RepositoryDirectory repository = RepositoryDirectory.open(directory)) {
      Published published = repository.read(known);
      published.requireRoot(now);
      DirectoryOrigin origin = new DirectoryOrigin(directory);
      try (TrialDevice device = TrialDevice.create(Rehearsal.anchor(origin), now)) {
        device.refresh(origin, Expiry.ENFORCED);
      }
      return of(directory, published);
    }
  }

  private static LocalEdition of(Path directory, Published published) throws IOException {
    List<Root> roots = new ArrayList<>();
    List<MirrorFile> rootFiles = new ArrayList<>();
    long newest = published.newestRoot().orElseThrow().content().version();
    for (long version = 1; version <= newest; version++) {
      String name = RepositoryLayout.metadata("root", version);
      byte[] file = Files.readAllBytes(directory.resolve(name));
      roots.add(SignedMetadata.parse(file, Document.MAX_LENGTH, MetadataKind.ROOT).content());
      rootFiles.add(MirrorFile.of(name, file));
    }
    SignedMetadata<Snapshot> snapshot = Objects.requireNonNull(published.snapshot());
    List<MirrorFile> metadata = new ArrayList<>();
    Set<MirrorFile> targets = new LinkedHashSet<>();
    for (Map.Entry<String, SignedMetadata<Targets>> role : published.targets().entrySet()) {
      metadata.add(file(role.getKey(), role.getValue()));
      role.getValue()
          .content()
          .targets()
          .forEach((path, target) -> targets.add(file(path, target)));
    }
    metadata.add(file("snapshot", snapshot));
    return new LocalEdition(directory, List.copyOf(targets), metadata, roots, rootFiles,
        Objects.requireNonNull(published.timestamp()), snapshot,
        Objects.requireNonNull(published.targets().get("targets")));
  }

  private static MirrorFile file(String role, SignedMetadata<?> metadata) {
    return MirrorFile.of(RepositoryLayout.metadata(role, metadata.content().version()),
        metadata.received());
  }

  /** A target's file; Bascule's publisher lists a SHA-256 of each. */
  static MirrorFile file(String path, TargetFile target) {
    Sha256 sha256 = target.hashes().sha256().orElseThrow();
    return new MirrorFile(RepositoryLayout.target(path, sha256), target.length(), sha256);
  }

  /** Everything but the timestamp and the roots. */
  List<MirrorFile> fixed() {
    List<MirrorFile> files = new ArrayList<>(targets);
    files.addAll(metadata);
    return files;
  }

  /**
   * Whether devices that trust a root take the rest of this edition, by the former keys' signatures, also with every
   * root on the way to the newest. Then the newest may come last, and devices can update at each moment; see
   * {@code EditionSigner}, which signs so.
   *
   * @param version the root's, of this edition's roots
   */
  boolean isTakenWithRoot(long version) {
    return roots.stream()
        .filter(root -> root.version() >= version)
        .allMatch(root -> root.authority(MetadataKind.TIMESTAMP).count(timestamp).met()
            && root.authority(MetadataKind.SNAPSHOT).count(snapshot).met()
            && root.authority(MetadataKind.TARGETS).count(top).met());
  }
}
