package dev.bascule.image.tuf;

import java.time.Instant;
import java.util.Optional;

/** What a role signs (specification 4.3 to 4.6). */
public sealed interface Metadata permits Root, Timestamp, Snapshot, Targets {

  /** What every role's metadata begins with. */
  Header header();

  /** The version, at least 1. */
  default long version() {
    return header().version();
  }

  /** From when on the metadata is expired. */
  default Instant expires() {
    return header().expires();
  }

  /** When it was signed, if its signer says so. */
  default Optional<Instant> signedAt() {
    return Optional.ofNullable(header().signedAtOrNull());
  }
}
