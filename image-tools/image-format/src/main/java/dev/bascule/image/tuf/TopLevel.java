package dev.bascule.image.tuf;

import dev.bascule.image.json.QuotedText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The four top-level roles as a whole cycle has found them to be (specification 5.4 to 5.6). */
record TopLevel(Root root, Timestamp timestamp, Snapshot snapshot, Targets targets) {

  /** Updates the roles below the root, in order; each is stored as soon as it is verified. */
  static TopLevel update(Held held, TimestampPoll poll, MetadataLoader loader)
      throws IOException {
    Root root = held.root();
    Timestamp timestamp = updateTimestamp(root, held, poll, loader);
    Snapshot snapshot = loader.load("snapshot", MetadataKind.SNAPSHOT, timestamp.snapshot(),
        root.authority(MetadataKind.SNAPSHOT), Optional.ofNullable(held.snapshotOrNull()),
        offered -> refuseOlderRoles(held, offered));
    Targets targets = loader.load("targets", MetadataKind.TARGETS,
        snapshot.role("targets").orElseThrow(), root.authority(MetadataKind.TARGETS),
        Optional.ofNullable(held.targetsOrNull()), offered -> {});
    return new TopLevel(root, timestamp, snapshot, targets);
  }

  /** The roles' metadata, root first. */
  List<TrustedRole> roles() {
    return List.of(
        TrustedRole.of("root", root),
        TrustedRole.of("timestamp", timestamp),
        TrustedRole.of("snapshot", snapshot),
        TrustedRole.of("targets", targets));
  }

  private static Timestamp updateTimestamp(Root root, Held held, TimestampPoll poll,
      MetadataLoader loader) throws IOException {
    SignedMetadata<Timestamp> offered =
        loader.readTimestamp(poll, root.authority(MetadataKind.TIMESTAMP));
    Optional<Timestamp> trusted = held.timestamp();
    if (trusted.isPresent()) {
      long version = trusted.get().version();
      if (offered.content().version() < version) {
        throw new RollbackException("timestamp", "an older one", version,
            offered.content().version());
      }
      if (offered.content().version() == version) {
        loader.requireFresh("timestamp", trusted.get());
        return loader.seen(trusted.get());
      }
    }
    long snapshot = held.snapshotVersion();
    if (offered.content().snapshot().version() < snapshot) {
      throw new RollbackException("timestamp", "it lists an older snapshot", snapshot,
          offered.content().snapshot().version());
    }
    loader.accept("timestamp", offered);
    return offered.content();
  }

  private static void refuseOlderRoles(Held held, Snapshot offered) throws RollbackException {
    Optional<Snapshot> trusted = held.snapshot();
    if (trusted.isEmpty()) {
      return;
    }
    for (Map.Entry<String, ListedFile> role : trusted.get().roles().entrySet()) {
      long version = role.getValue().version();
      ListedFile found = offered.roles().get(role.getKey());
      if (found == null || found.version() < version) {
        throw new RollbackException("snapshot", "it lists an older " + QuotedText.of(role.getKey()),
            version, found == null ? null : found.version());
      }
    }
  }
}
