package dev.bascule.image.bundle;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A bundle that comes through a pipe: each byte once. */
public final class PipeSource implements BundleSource {

  private final String name;
  private final Counting pipe;

  /**
   * A pipe that stands at the bundle's beginning.
   *
   * @param name in words: {@code standard input}
   */
  public PipeSource(String name, InputStream pipe) {
    this.name = name;
    this.pipe = new Counting(pipe);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public InputStream openAt(long position) throws IOException {
    if (position < pipe.position) {
      throw new BundleException(name, "byte " + position
          + " is needed again, and a pipe gives each byte once. Run the same command again: what was "
          + "written is kept; or save the bundle to a file and install that");
    }
    pipe.skipNBytes(position - pipe.position);
    return pipe;
  }

  @Override
  public boolean maySucceedLater() {
    return false;
  }

  /** Knows how far it has been read, and stays open. */
  private static final class Counting extends FilterInputStream {
    private long position;

    Counting(InputStream stream) {
      super(stream);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      position += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      position += Math.max(count, 0);
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = super.skip(count);
      position += skipped;
      return skipped;
    }

    @Override
    public void close() {
      // Whoever comes back to the bundle goes on where the pipe stands.
    }
  }
}
