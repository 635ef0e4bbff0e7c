package dev.bascule.image.origin;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that knows how many bytes it has given. */
public class CountedStream extends FilterInputStream {

  private long count;

  /** Counts from here on. */
  public CountedStream(InputStream stream) {
    super(stream);
  }

  /** Bytes read or skipped so far. */
  public final long count() {
    return count;
  }

  @Override
  public final int read() throws IOException {
    int b = super.read();
    count += b < 0 ? 0 : 1;
    return b;
  }

  @Override
  public final int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    count += Math.max(read, 0);
    return read;
  }

  @Override
  public final long skip(long wanted) throws IOException {
    long skipped = super.skip(wanted);
    count += skipped;
    return skipped;
  }
}
