package dev.bascule.lab.loader;

import dev.bascule.lab.disk.DiskImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * What grub-bios-setup writes, without a block device: GRUB's first sector into the disk's, which is told where the
 * rest is, and the rest into the BIOS boot partition. The fields are those of GRUB 2's {@code boot.S} and
 * {@code diskboot.S}.
 */
final class GrubSectors {

  private static final Path BOOT = Path.of("/usr/lib/grub/i386-pc/boot.img");
  private static final String PARTITION = "BIOS-BOOT";
  private static final int SECTOR = 512;
  /** In the first sector: where the second begins. */
  private static final int KERNEL_SECTOR = 0x5c;
  /** In the first sector: a jump that is taken on disks that number their drives wrongly. */
  private static final int DRIVE_CHECK = 0x66;
  /** In the first sector: from here on it is the disk's own identity and partition table. */
  private static final int PARTITION_TABLE = 440;
  /** In the second sector: the block list, which tells where the others are and go. */
  private static final int BLOCK_LIST = 0x1f4;
  private static final short LOAD_SEGMENT = 0x820;

  private GrubSectors() {}

  static void write(DiskImage disk, Path core) throws IOException {
    long start = disk.readStart(PARTITION) / SECTOR;
    byte[] image = Files.readAllBytes(core);
    int sectors = Math.ceilDiv(image.length, SECTOR);
    ByteBuffer rest = ByteBuffer.wrap(Arrays.copyOf(image, sectors * SECTOR))
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(BLOCK_LIST, start + 1)
        .putShort(BLOCK_LIST + 8, (short) (sectors - 1))
        .putShort(BLOCK_LIST + 10, LOAD_SEGMENT);
    try (FileChannel channel = FileChannel.open(disk.file(), StandardOpenOption.READ,
        StandardOpenOption.WRITE)) {
      ByteBuffer first = ByteBuffer.wrap(Arrays.copyOf(Files.readAllBytes(BOOT), SECTOR))
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(KERNEL_SECTOR, start)
          .putShort(DRIVE_CHECK, (short) 0x9090);
      channel.read(first.slice(PARTITION_TABLE, SECTOR - PARTITION_TABLE), PARTITION_TABLE);
      channel.write(first.rewind(), 0);
      channel.write(rest, start * SECTOR);
    }
  }
}
