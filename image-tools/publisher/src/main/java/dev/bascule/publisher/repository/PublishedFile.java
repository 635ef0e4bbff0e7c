package dev.bascule.publisher.repository;

import java.time.Instant;

/** A new version of a role's metadata that was published. */
public record PublishedFile(String role, long version, Instant expires) {

  static PublishedFile of(MetadataFile file) {
    return new PublishedFile(file.role(), file.metadata().content().version(),
        file.metadata().content().expires());
  }
}
