package dev.bascule.image.tuf;

import java.time.Instant;

/**
 * A role whose metadata this device trusts, for people and reports.
 *
 * @param expires from when on its metadata is expired
 */
public record TrustedRole(String name, long version, Instant expires) {

  static TrustedRole of(String name, Metadata metadata) {
    return new TrustedRole(name, metadata.version(), metadata.expires());
  }
}
