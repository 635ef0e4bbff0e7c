package dev.bascule.publisher.mirror;

import dev.bascule.image.Sha256;
import dev.bascule.publisher.repository.RepositoryLayout;

/**
 * A file that metadata stands for.
 *
 * @param name relative to the repository, with {@code /} between names
 * @param length in bytes
 */
public record MirrorFile(String name, long length, Sha256 sha256) {

  /** The one name whose content changes. */
  static final String TIMESTAMP = RepositoryLayout.metadata("timestamp", 0);

  static MirrorFile of(String name, byte[] content) {
    return new MirrorFile(name, content.length, Sha256.digest(content));
  }
}
