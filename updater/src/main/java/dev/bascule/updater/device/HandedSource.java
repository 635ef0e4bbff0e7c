package dev.bascule.updater.device;

import dev.bascule.bootctl.sys.OpenFile;
import dev.bascule.image.bundle.BundleSource;
import dev.bascule.image.origin.PositionedStream;
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
    return new PositionedStream(new Handed(file), position);
  }

  @Override
  public boolean maySucceedLater() {
    return false;
  }

  @Override
  public void close() {
    file.close();
  }

  private record Handed(OpenFile file) implements PositionedStream.Content {

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
      return file.read(position, target);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }
  }
}
