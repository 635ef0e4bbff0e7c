package dev.bascule.publisher.mirror;

import dev.bascule.image.Sha256;
import dev.bascule.image.tuf.SignedMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * A file on its way into a store.
 *
 * @param name relative to the repository
 * @param content where its bytes are; opened as often as they are sent
 * @param contentType its media type
 * @param cacheControl how long caches on the way to devices may keep it
 * @param progress is told the number of bytes sent, as they are
 */
public record Upload(String name, Content content, long length, Sha256 sha256, String contentType,
    String cacheControl, LongConsumer progress) {

  /** Where a file's bytes are. */
  public sealed interface Content {

    /** A file of the local repository. */
    record OfFile(Path file) implements Content {}

    /** Metadata as it was read, whatever has become of its file. */
    record OfMetadata(SignedMetadata<?> metadata) implements Content {}
  }

  /** Opens a part of the content; what is read is told to the progress. */
  public InputStream open(long offset, long bytes) throws IOException {
    return ToldStream.open(content, offset, bytes, progress);
  }

  /** The same, for somebody who sends nothing. */
  public InputStream openQuietly(long offset, long bytes) throws IOException {
    return ToldStream.open(content, offset, bytes, read -> {});
  }
}
