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
    @Nullable Timestamp timestampOrNull,
    @Nullable Snapshot snapshotOrNull,
    @Nullable Targets targetsOrNull) {

  static Held read(Root root, TrustedStore store, Limits limits) throws IOException {
    return new Held(
        root,
        read(root, store, MetadataKind.TIMESTAMP, limits.timestamp()),
        read(root, store, MetadataKind.SNAPSHOT, limits.targets()),
        read(root, store, MetadataKind.TARGETS, limits.targets()));
  }

  Optional<Timestamp> timestamp() {
    return Optional.ofNullable(timestampOrNull);
  }

  Optional<Snapshot> snapshot() {
    return Optional.ofNullable(snapshotOrNull);
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
    if (targetsOrNull != null) {
      roles.add(TrustedRole.of("targets", targetsOrNull));
    }
    return roles;
  }

  /** Times that have passed, as far as what is held says so. */
  Stream<Instant> times() {
    return Stream.of(root, timestampOrNull, snapshotOrNull, targetsOrNull)
        .filter(Objects::nonNull)
        .flatMap(metadata -> metadata.signedAt().stream());
  }

  private static <M extends Metadata> @Nullable M read(
      Root root,
      TrustedStore store,
      MetadataKind<M> kind,
      int maxLength) throws IOException {
    Optional<SignedMetadata<M>> held =
        store.readSigned(kind.toString(), kind, root.authority(kind), maxLength);
    return held.isPresent() ? held.get().content() : null;
  }
}
