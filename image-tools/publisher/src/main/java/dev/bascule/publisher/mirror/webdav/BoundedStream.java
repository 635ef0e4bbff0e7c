package dev.bascule.publisher.mirror.webdav;

import dev.bascule.image.origin.PieceFilter;
import java.io.IOException;
import java.io.InputStream;

/** A stream that refuses to be longer than it may. */
final class BoundedStream extends PieceFilter {

  private final long limit;
  private long left;

  BoundedStream(InputStream in, long limit) {
    super(in);
    this.limit = limit;
    this.left = limit;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = in.read(target, offset, length);
    left -= Math.max(read, 0);
    if (left < 0) {
      throw new IOException("expected at most " + limit + " bytes, found more");
    }
    return read;
  }
}
