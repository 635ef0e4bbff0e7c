package dev.bascule.bootctl.volume;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * A fixed number of bytes on a medium: a disk, a partition, or the stretch of an image file that stands
 * for one. Positions count from the volume's own first byte, and nothing outside it can be reached.
 *
 * <p>Power cut: what was written before {@link #sync} returned is there; of what was written after,
 * any sector may be there, missing or torn.
 */
public interface Volume extends Closeable {

  /** What people call it: a path, or a path and the partition's name. */
  String name();

  /** Bytes in the volume. */
  long size() throws IOException;

  /** Bytes in the medium's logical sector; empty for a file, which has none. */
  OptionalInt sectorSize() throws IOException;

  /** Reads until the buffer is full; refuses a range that is not wholly inside the volume. */
  void read(long position, ByteBuffer buffer) throws IOException;

  /** Writes the whole buffer; refuses a range that is not wholly inside the volume. */
  void write(long position, ByteBuffer buffer) throws IOException;

  /** Waits until all that was written is on the medium. A failure is final: never try again. */
  void sync() throws IOException;

  /** Asks for a range to be written out soon, without waiting. */
  void writeBehind(long position, long length) throws IOException;

  /** Makes the next read of a range come from the medium; call {@link #sync} before. */
  void dropCache(long position, long length) throws IOException;

  /**
   * Makes a range read as zero and gives its blocks back to the medium.
   *
   * @return whether the medium can; if not, nothing has changed
   */
  boolean deallocate(long position, long length) throws IOException;

  /** A stretch of this volume as a volume of its own; closing it closes this one. */
  default Volume region(String name, long offset, long length) throws IOException {
    return new Region(this, name, offset, length);
  }
}
