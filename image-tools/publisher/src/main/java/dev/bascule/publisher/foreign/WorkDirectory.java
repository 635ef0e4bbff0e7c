package dev.bascule.publisher.foreign;

import dev.bascule.image.Sha256;
import dev.bascule.image.file.TreeRemoval;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * A directory of the owner's alone, removed when closed. Files get names of ours, never such as an archive gives; what was
 * verified here is what is read later, whoever changes the file that it came from.
 */
public final class WorkDirectory implements Closeable {

  /** Bytes that an image may have. */
  public static final long MAX_IMAGE = 64L << 30;

  private static final int BUFFER = 1 << 16;

  private final Path directory;
  private int count;

  private WorkDirectory(Path directory) {
    this.directory = directory;
  }

  /** Makes one in a directory, which has to have room for what the file holds, unpacked. */
  public static WorkDirectory in(Path parent) throws IOException {
    return new WorkDirectory(Files.createTempDirectory(parent, ".bascule-import-"));
  }

  /** Takes what is written, for a digest beside the file's own. */
  public interface Listener {
    /** Takes the next bytes; they are the listener's until it returns. */
    void accept(byte[] content, int length) throws IOException;
  }

  /**
   * Writes a stream into a new file.
   *
   * @param what names it in messages
   * @param limit the greatest number of bytes
   * @throws ForeignException if it is longer
   */
  public StoredFile store(String what, InputStream in, long limit, Listener listener)
      throws IOException {
    Path path = directory.resolve("file-" + count++);
    MessageDigest digest = Sha256.newDigest();
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE)) {
      for (int read; (read = in.readNBytes(buffer, 0, BUFFER)) > 0;) {
        size += read;
        if (size > limit) {
          throw new ForeignException(
              what + ": expected at most " + limit + " bytes, found more");
        }
        digest.update(buffer, 0, read);
        listener.accept(buffer, read);
        out.write(buffer, 0, read);
      }
    }
    return new StoredFile(path, size, Sha256.of(digest.digest()));
  }

  @Override
  public void close() throws IOException {
    TreeRemoval.remove(directory);
  }
}
