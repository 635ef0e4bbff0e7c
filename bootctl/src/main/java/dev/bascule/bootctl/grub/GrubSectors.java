package dev.bascule.bootctl.grub;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A block at the beginning of a partition without a file system, which GRUB reads as a block list:
 * {@code load_env --file (hd0,gpt3)0+2}.
 *
 * <p>Power cut: a block has no checksum, so old and new sectors together would pass for a block. Only
 * a change within one sector is written, which is there whole or not at all.
 */
final class GrubSectors implements GrubPlace {
  private static final int SMALLEST_SECTOR = 512;

  private final String name;
  private final Opening opening;

  /** Opens the partition for writing, or for reading only. */
  interface Opening {
    Volume open(boolean writing) throws IOException;
  }

  GrubSectors(String name, Opening opening) {
    this.name = name;
    this.opening = opening;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<byte[]> read() throws IOException {
    try (var volume = opening.open(false)) {
      return Optional.of(read(volume));
    }
  }

  private static byte[] read(Volume volume) throws IOException {
    byte[] block = new byte[(int) Math.min(volume.size(), GrubBlock.USUAL_SIZE)];
    volume.read(0, ByteBuffer.wrap(block));
    return block;
  }

  @Override
  public void write(byte[] block) throws IOException {
    try (var volume = opening.open(true)) {
      byte[] now = read(volume);
      int sector = volume.sectorSize().orElse(SMALLEST_SECTOR);
      int from = Arrays.mismatch(now, block);
      if (from < 0) {
        return;
      }
      int start = from / sector * sector;
      int end = Math.min(start + sector, block.length);
      if (now.length != block.length
          || !Arrays.equals(now, end, block.length, block, end, block.length)) {
        throw new BootException(
            name + ": expected a change within one sector of " + sector
                + " bytes, found one across sectors, which a power cut could leave half done",
            "remove variables that nothing uses with grub-editenv, so that the others lie in the first sector");
      }
      volume.write(start, ByteBuffer.wrap(block, start, end - start).slice());
      volume.sync();
      volume.dropCache(start, end - start);
    }
  }

  @Override
  public Optional<String> weakness() {
    return Optional.empty();
  }
}
