package dev.bascule.image.tuf;

import dev.bascule.image.json.JsonException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Loads the metadata below the root, in one cycle: from the store where it is what is listed, otherwise
 * from the repository. Whatever comes from there is checked in the specification's order, and stored only
 * after the last check.
 */
final class MetadataLoader {

  private final TrustedStore store;
  private final Repository repository;
  private final Limits limits;
  private final Expiry expiry;
  private final boolean consistentSnapshot;
  private Instant now;
  private boolean changed;
  private final List<TrustedRole> overridden = new ArrayList<>();

  /** Begins a cycle at a time that stays, but for what verified metadata says of it. */
  MetadataLoader(
      TrustedStore store,
      Repository repository,
      Limits limits,
      Expiry expiry,
      boolean consistentSnapshot,
      Instant start) {
    this.store = store;
    this.repository = repository;
    this.limits = limits;
    this.expiry = expiry;
    this.consistentSnapshot = consistentSnapshot;
    this.now = start;
  }

  /** The time that expiry is compared with. */
  Instant now() {
    return now;
  }

  /** Whether the cycle has stored anything. */
  boolean changed() {
    return changed;
  }

  /** The roles whose expired metadata was taken because someone overrides expiry. */
  List<TrustedRole> overridden() {
    return List.copyOf(overridden);
  }

  /** Reads and verifies the timestamp role's metadata as it is offered, without storing it. */
  SignedMetadata<Timestamp> readTimestamp(TimestampPoll poll, Authority authority)
      throws TufException {
    byte[] file = poll.file();
    SignedMetadata<Timestamp> timestamp =
        parse("timestamp", file, limits.timestamp(), MetadataKind.TIMESTAMP);
    authority.requireSigned("timestamp", timestamp);
    return timestamp;
  }

  /**
   * Loads a role's metadata as it is listed.
   *
   * @param held what the store has of it that verifies
   * @param rollback checked between the version and the expiry; not for what the store holds
   */
  <M extends Metadata> M load(
      String role,
      MetadataKind<M> kind,
      ListedFile listed,
      Authority authority,
      Optional<SignedMetadata<M>> held,
      RollbackCheck<M> rollback) throws IOException {
    int maxLength = maxLength(role, kind, listed);
    Optional<SignedMetadata<M>> current = held.filter(metadata -> metadata.length() <= maxLength
        && isAsListed(role, metadata, listed)
        && (expiry == Expiry.OVERRIDDEN || !isExpired(metadata.content())));
    if (current.isPresent()) {
      requireFresh(role, current.get().content());
      return seen(current.get().content());
    }
    String name = UrlName.encode(role) + ".json";
    byte[] file = fetch(role, consistentSnapshot ? listed.version() + "." + name : name, maxLength);
    listed.require(role, file);
    SignedMetadata<M> metadata = parse(role, file, maxLength, kind);
    authority.requireSigned(role, metadata);
    if (metadata.content().version() != listed.version()) {
      throw new MismatchException(role, "version", listed.version(), metadata.content().version());
    }
    rollback.check(metadata.content());
    accept(role, metadata);
    return metadata.content();
  }

  /** Loads a delegated role's metadata as it is listed; the snapshot has vouched that it is not older. */
  Targets loadDelegated(String role, ListedFile listed, Authority authority) throws IOException {
    return load(role, MetadataKind.TARGETS, listed, authority,
        store.readSigned(role, MetadataKind.TARGETS, authority,
            maxLength(role, MetadataKind.TARGETS, listed)),
        offered -> {});
  }

  /** Refuses expired metadata, and stores it if it is not. */
  void accept(String role, SignedMetadata<?> metadata) throws IOException {
    requireFresh(role, metadata.content());
    store.write(role, metadata.received());
    changed = true;
    seen(metadata.content());
  }

  /** Refuses expired metadata, unless someone overrides that. */
  void requireFresh(String role, Metadata metadata) throws ExpiredException {
    if (!isExpired(metadata)) {
      return;
    }
    switch (expiry) {
      case ENFORCED ->
        throw new ExpiredException(role, metadata.version(), metadata.expires(), now);
      case OVERRIDDEN -> overridden.add(TrustedRole.of(role, metadata));
    }
  }

  /** Learns what time it is at least, if verified metadata says so. */
  <M extends Metadata> M seen(M metadata) {
    metadata.signedAt().filter(now::isBefore).ifPresent(time -> now = time);
    return metadata;
  }

  private boolean isExpired(Metadata metadata) {
    return !metadata.expires().isAfter(now);
  }

  private static boolean isAsListed(
      String role,
      SignedMetadata<?> metadata,
      ListedFile listed) {
    try {
      listed.require(role, metadata.received());
    } catch (MismatchException e) {
      return false;
    }
    return metadata.content().version() == listed.version();
  }

  private int maxLength(String role, MetadataKind<?> kind, ListedFile listed)
      throws MismatchException {
    if (listed.lengthOrNull() == null) {
      return kind == MetadataKind.SNAPSHOT ? limits.snapshot() : limits.targets();
    }
    if (listed.lengthOrNull() > limits.targets()) {
      throw new MismatchException(role, "listed length", "at most " + limits.targets() + " bytes",
          listed.lengthOrNull());
    }
    return listed.lengthOrNull().intValue();
  }

  private byte[] fetch(String role, String name, int maxLength) throws TufException {
    Optional<byte[]> file = repository.readMetadata(role, name, maxLength);
    if (file.isEmpty()) {
      throw UnreachableException.missing(role, repository.metadata().name() + ", " + name);
    }
    return file.get();
  }

  private static <M extends Metadata> SignedMetadata<M> parse(
      String role,
      byte[] file,
      int maxLength,
      MetadataKind<M> kind) throws MalformedException {
    try {
      return SignedMetadata.parse(file, maxLength, kind);
    } catch (JsonException e) {
      throw new MalformedException(role, e);
    }
  }

  /** What a role's new metadata is compared with. */
  interface RollbackCheck<M> {
    void check(M metadata) throws RollbackException;
  }
}
