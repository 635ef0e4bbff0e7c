package dev.bascule.updater.install;

import dev.bascule.bootctl.sys.AlignedBuffer;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.verity.VerityParameters;
import dev.bascule.updater.install.InstallException.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A hash tree's blocks on the medium, behind the data. */
final class TreeBlocks {

  private final Volume volume;
  private final long start;
  private final long length;
  private final ByteBuffer buffer = AlignedBuffer.allocate(VerityParameters.BLOCK_SIZE);
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
  }

  /** Bytes written so far. */
  long written() {
    return written;
  }

  /** Writes a block unless the medium holds it. */
  void writeIfDifferent(long offset, byte[] block) throws IOException {
    if (!holds(offset, block)) {
      volume.write(start + offset, buffer.clear().put(block).flip());
      written += block.length;
    }
  }

  /** Waits until the blocks are on the medium, and has the next reads come from there. */
  void sync() throws IOException {
    volume.sync();
    volume.dropCache(start, length);
  }

  /** Refuses a block that the medium did not keep. */
  void requireEqual(long offset, byte[] block) throws IOException {
    if (!holds(offset, block)) {
      throw new InstallException(Fault.MEDIUM, volume.name() + ": block at byte " + (start + offset)
          + " of the hash tree is not what was written. Install again; if it fails again, replace the medium",
          null);
    }
  }

  /** Reads a block. */
  byte[] read(long offset) throws IOException {
    byte[] block = new byte[VerityParameters.BLOCK_SIZE];
    volume.read(start + offset, buffer.clear());
    buffer.flip().get(block);
    return block;
  }

  private boolean holds(long offset, byte[] block) throws IOException {
    volume.read(start + offset, buffer.clear());
    return buffer.flip().mismatch(ByteBuffer.wrap(block)) < 0;
  }
}
