package dev.bascule.publisher.repository;

import dev.bascule.image.Sha256;
import dev.bascule.image.tuf.Metadata;
import dev.bascule.image.tuf.SignedMetadata;

/**
 * A role's metadata as a file of the repository.
 *
 * @param name relative to the repository
 */
record MetadataFile(String role, String name, SignedMetadata<?> metadata) {

  static <M extends Metadata> MetadataFile of(String role, SignedMetadata<M> metadata) {
    return new MetadataFile(
        role,
        RepositoryLayout.metadata(role, metadata.content().version()),
        metadata);
  }

  byte[] content() {
    return metadata.received();
  }

  StagedFile staged() {
    byte[] content = content();
    return new StagedFile(name, content.length, Sha256.digest(content));
  }
}
