package dev.bascule.updater.device;

import dev.bascule.bootctl.sys.OpenFile;
import dev.bascule.image.bundle.BundleSource;
import dev.bascule.image.origin.PieceStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;

/** A bundle in a file that somebody opened and handed over, read from any byte on. */
record HandedSource(OpenFile file) implements BundleSource {

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public InputStream openAt(long position) {
    return new Positioned(file, position);
  }

  @Override
  public boolean maySucceedLater() {
    return false;
  }

  @Override
  public void close() {
    file.close();
  }

  /** Reads on from a byte, whatever else is read of the file meanwhile. */
  private static final class Positioned extends PieceStream {
    private final OpenFile file;
    private long position;

    Positioned(OpenFile file, long position) {
      this.file = file;
      this.position = position;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
      int count = file.read(position, ByteBuffer.wrap(bytes, offset, length));
      position += Math.max(count, 0);
      return count;
    }

    @Override
    public long skip(long wanted) throws IOException {
      long skipped = Math.clamp(wanted, 0, Math.max(file.size() - position, 0));
      position += skipped;
      return skipped;
    }
  }
}
