package dev.bascule.image.origin;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads on from a byte of something that is read from any byte, whatever else is read of it meanwhile. */
public final class PositionedStream extends PieceStream {

  private final Content content;
  private long position;

  /** What is read. */
  public interface Content {

    /**
     * Reads some bytes from a position on.
     *
     * @return how many; -1 at the end
     */
    int read(long position, ByteBuffer target) throws IOException;

    /** How many bytes there are, now. */
    long size() throws IOException;
  }

  /** A stream from a byte on. */
  public PositionedStream(Content content, long position) {
    this.content = content;
    this.position = position;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = content.read(position, ByteBuffer.wrap(target, offset, length));
    position += Math.max(count, 0);
    return count;
  }

  @Override
  public long skip(long wanted) throws IOException {
    long skipped = Math.clamp(wanted, 0, Math.max(content.size() - position, 0));
    position += skipped;
    return skipped;
  }
}
