package dev.bascule.publisher.rauc;

import dev.bascule.image.origin.PieceFilter;
import dev.bascule.publisher.foreign.CmsSignature;
import dev.bascule.publisher.foreign.ForeignException;
import dev.bascule.publisher.foreign.ForeignRequest;
import dev.bascule.publisher.foreign.StoredFile;
import dev.bascule.publisher.foreign.WorkDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A bundle's parts.
 *
 * <pre>
 *   0  payload  squashfs, in verity format the hash tree behind it
 *      n        signature, CMS in DER form
 *      8        n, big-endian
 * </pre>
 *
 * @param payload bytes before the signature
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record RaucBundle(String source, FileChannel channel, long payload, byte[] signature)
    implements
      Closeable {

  /** Opens a bundle and reads its end. */
  static RaucBundle open(String source, Path file) throws IOException {
    FileChannel channel = FileChannel.open(file);
    try {
      long length = channel.size() - Long.BYTES;
      long signature = length < 1 ? 0 : read(source, channel, length, Long.BYTES).getLong();
      if (signature < 1 || signature > CmsSignature.MAX_LENGTH || signature >= length) {
        throw new ForeignException(source + ": expected a signature's length, of 1 to "
            + CmsSignature.MAX_LENGTH + " bytes, in the last 8 bytes, found " + signature
            + ": no bundle, or cut short");
      }
      long payload = length - signature;
      return new RaucBundle(
          source, channel, payload, read(source, channel, payload, (int) signature).array());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static ByteBuffer read(String source, FileChannel channel, long offset, int length)
      throws IOException {
    ByteBuffer target = ByteBuffer.allocate(length);
    while (target.hasRemaining()) {
      if (channel.read(target, offset + target.position()) < 0) {
        throw new ForeignException(source + ": became shorter while it was read");
      }
    }
    return target.flip();
  }

  /** Copies the bundle's beginning into the work directory. */
  StoredFile copy(long length, ForeignRequest request, WorkDirectory.Listener listener)
      throws IOException {
    channel.position(0);
    StoredFile stored = request.work()
        .store(source,
            new Beginning(Channels.newInputStream(channel), length), length, (content, count) -> {
              request.progress().accept(count);
              listener.accept(content, count);
            });
    if (stored.size() != length) {
      throw new ForeignException(source + ": became shorter while it was read");
    }
    return stored;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** So many bytes of a stream. */
  private static final class Beginning extends PieceFilter {

    private long left;

    Beginning(InputStream in, long left) {
      super(in);
      this.left = left;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = left == 0 ? -1 : in.read(target, offset, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }
  }
}
