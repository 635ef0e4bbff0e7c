package dev.bascule.image.bundle;

import dev.bascule.image.origin.CountedStream;
import java.io.IOException;
import java.io.InputStream;

/** A bundle that comes through a pipe: each byte once. */
public final class PipeSource implements BundleSource {

  private final String name;
  private final OpenPipe pipe;

  /**
   * A pipe that stands at the bundle's beginning.
   *
   * @param name in words: {@code standard input}
   */
  public PipeSource(String name, InputStream pipe) {
    this.name = name;
    this.pipe = new OpenPipe(pipe);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public InputStream openAt(long position) throws IOException {
    if (position < pipe.count()) {
      throw new BundleException(name, "byte " + position
          + " is needed again, and a pipe gives each byte once. Run the same command again: what was "
          + "written is kept; or save the bundle to a file and install that");
    }
    pipe.skipNBytes(position - pipe.count());
    return pipe;
  }

  @Override
  public boolean maySucceedLater() {
    return false;
  }

  /** Stays open: whoever comes back to the bundle goes on where the pipe stands. */
  private static final class OpenPipe extends CountedStream {
    OpenPipe(InputStream stream) {
      super(stream);
    }

    @Override
    public void close() {
      // As it says.
    }
  }
}
