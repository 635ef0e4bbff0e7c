package dev.bascule.image.tuf;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the store holds below a root: the baseline that nothing newer may fall behind. Expired metadata is
 * in it, torn or unsigned metadata is not.
 */
record Held(
    Root root,
    @Nullable SignedMetadata<Timestamp> timestampOrNull,
    @Nullable SignedMetadata<Snapshot> snapshotOrNull,
    @Nullable SignedMetadata<Targets> targetsOrNull) {

  static Held read(Root root, TrustedStore store, Limits limits) throws IOException {
    return new Held(
        root,
        read(root, store, MetadataKind.TIMESTAMP, limits.timestamp()),
        read(root, store, MetadataKind.SNAPSHOT, limits.targets()),
        read(root, store, MetadataKind.TARGETS, limits.targets()));
  }

  Optional<Timestamp> timestamp() {
    return content(timestampOrNull);
  }

  Optional<Snapshot> snapshot() {
    return content(snapshotOrNull);
  }

  private static <M extends Metadata> Optional<M> content(@Nullable SignedMetadata<M> metadata) {
    return Optional.ofNullable(metadata).map(SignedMetadata::content);
  }

  /** The newest snapshot version that this device knows of; 0 if it knows of none. */
  long snapshotVersion() {
    return Math.max(
        timestamp().map(timestamp -> timestamp.snapshot().version()).orElse(0L),
        snapshot().map(Snapshot::version).orElse(0L));
  }

  /** What is held, root first. */
  List<TrustedRole> roles() {
    List<TrustedRole> roles = new ArrayList<>();
    roles.add(TrustedRole.of("root", root));
    timestamp().ifPresent(timestamp -> roles.add(TrustedRole.of("timestamp", timestamp)));
    snapshot().ifPresent(snapshot -> roles.add(TrustedRole.of("snapshot", snapshot)));
    content(targetsOrNull).ifPresent(targets -> roles.add(TrustedRole.of("targets", targets)));
    return roles;
  }

  /** Times that have passed, as far as what is held says so. */
  Stream<Instant> times() {
    Stream<Metadata> below = Stream.of(timestampOrNull, snapshotOrNull, targetsOrNull)
        .filter(Objects::nonNull)
        .map(SignedMetadata::content);
    return Stream.concat(Stream.of(root), below)
        .flatMap(metadata -> metadata.signedAt().stream());
  }

  private static <M extends Metadata> @Nullable SignedMetadata<M> read(
      Root root,
      TrustedStore store,
      MetadataKind<M> kind,
      int maxLength) throws IOException {
    return store.readSigned(kind.toString(), kind, root.authority(kind), maxLength).orElse(null);
  }
}
