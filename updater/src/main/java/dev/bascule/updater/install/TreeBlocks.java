package dev.bascule.updater.install;

import dev.bascule.bootctl.sys.AlignedBuffer;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.verity.VerityParameters;
import dev.bascule.updater.install.InstallException.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A hash tree's blocks on the medium, behind the data. Blocks that lie behind each other are written and read together,
 * up to {@value #WINDOW} bytes at a time: one by one, a medium would take as long for a thousand of them as for all the
 * data.
 */
final class TreeBlocks {

  private static final int WINDOW = 32 * VerityParameters.BLOCK_SIZE;

  private final Volume volume;
  private final long start;
  private final long length;
  private final ByteBuffer wanted = AlignedBuffer.allocate(WINDOW);
  private final ByteBuffer medium = AlignedBuffer.allocate(WINDOW);
  private long wantedAt;
  private long mediumAt;
  private long written;

  /**
   * The area behind some data.
   *
   * @param start where it begins in the volume
   */
  TreeBlocks(Volume volume, long start, long length) {
    this.volume = volume;
    this.start = start;
    this.length = length;
    medium.limit(0);
  }

  /** Bytes written so far. */
  long written() {
    return written;
  }

  /** Writes a block, sooner or later, unless the medium holds it. */
  void writeIfDifferent(long offset, byte[] block) throws IOException {
    if (offset != wantedAt + wanted.position() || !wanted.hasRemaining()) {
      flush();
      wantedAt = offset;
    }
    wanted.put(block);
  }

  /** Waits until the blocks are on the medium, and has the next reads come from there. */
  void sync() throws IOException {
    flush();
    volume.sync();
    volume.dropCache(start, length);
    medium.limit(0);
  }

  /** Refuses a block that the medium did not keep. */
  void requireEqual(long offset, byte[] block) throws IOException {
    ByteBuffer found = AlignedBuffer.allocate(block.length);
    volume.read(start + offset, found);
    if (found.flip().mismatch(ByteBuffer.wrap(block)) >= 0) {
      throw new InstallException(Fault.MEDIUM, volume.name() + ": block at byte " + (start + offset)
          + " of the hash tree is not what was written. Install again; if it fails again, replace the medium",
          null);
    }
  }

  /** Reads a block, and those behind it that the next calls will want. */
  byte[] read(long offset) throws IOException {
    if (offset < mediumAt || offset >= mediumAt + medium.limit()) {
      readAhead(offset, (int) Math.min(WINDOW, length - offset));
    }
    byte[] block = new byte[VerityParameters.BLOCK_SIZE];
    medium.get((int) (offset - mediumAt), block);
    return block;
  }

  private void flush() throws IOException {
    int pending = wanted.position();
    if (pending > 0) {
      readAhead(wantedAt, pending);
      wanted.flip();
      if (medium.mismatch(wanted) >= 0) {
        volume.write(start + wantedAt, wanted);
        written += pending;
      }
      medium.limit(0);
    }
    wanted.clear();
  }

  private void readAhead(long offset, int bytes) throws IOException {
    volume.read(start + offset, medium.clear().limit(bytes));
    medium.flip();
    mediumAt = offset;
  }
}
