package dev.bascule.publisher.delta;

import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.TileLayout;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A volume's bytes in a file, read at any place by any thread. Nothing of it is kept in memory. */
public final class RawVolume implements Closeable {

  private final FileChannel file;
  private final TileLayout layout;

  private RawVolume(FileChannel file, TileLayout layout) {
    this.file = file;
    this.layout = layout;
  }

  /** Opens a file that holds a volume of a layout. What the file lacks at its end are zeros. */
  public static RawVolume open(Path file, TileLayout layout) throws IOException {
    return new RawVolume(FileChannel.open(file, StandardOpenOption.READ), layout);
  }

  /** The volume that a file holds which is open already, and is closed with it. */
  static RawVolume of(FileChannel file, TileLayout layout) {
    return new RawVolume(file, layout);
  }

  /** How the volume is cut. */
  public TileLayout layout() {
    return layout;
  }

  /** Whole blocks in it. */
  long blocks() {
    return layout.volumeSize() / Extent.BLOCK;
  }

  byte[] readTile(int tile) throws IOException {
    byte[] content = new byte[layout.length(tile)];
    read(layout.offset(tile), content, 0, content.length);
    return content;
  }

  /** Reads a range that is inside the volume. */
  void read(long position, byte[] target, int offset, int length) throws IOException {
    read(position, ByteBuffer.wrap(target, offset, length));
  }

  /** Fills a buffer with a range that is inside the volume. */
  void read(long position, ByteBuffer buffer) throws IOException {
    int length = buffer.remaining();
    if (position < 0 || position + length > layout.volumeSize()) {
      throw new IllegalArgumentException(length + " bytes at " + position + " of " + layout);
    }
    while (buffer.hasRemaining()) {
      if (file.read(buffer, position + length - buffer.remaining()) < 0) {
        if (position + length <= file.size()) {
          throw new EOFException("shrank while it was read");
        }
        buffer.put(new byte[buffer.remaining()]);
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
