package dev.bascule.bootctl.gpt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The old-style partition table in sector 0 that keeps tools which know no GPT away from the disk.
 *
 * <p>Source: UEFI 2.10, section 5.2.3 "Protective MBR".
 */
final class ProtectiveMbr {
  private static final int PARTITIONS = 446;
  private static final int PARTITION_BYTES = 16;
  private static final int FIRST_CHS = 1;
  private static final int TYPE = 4;
  private static final int LAST_CHS = 5;
  private static final int FIRST_LBA = 8;
  private static final int SECTORS = 12;
  private static final int SIGNATURE = 510;

  private static final int HEADS = 255;
  private static final int TRACK = 63;

  private static final byte GPT_PROTECTIVE = (byte) 0xee;

  private ProtectiveMbr() {}

  /** What is wrong with sector 0, or empty if it protects the table; a hybrid one does. */
  static Optional<String> problem(ByteBuffer sector) {
    var raw = sector.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (raw.getShort(SIGNATURE) != (short) 0xaa55) {
      return Optional
          .of("sector 0 has no MBR signature: the kernel and many loaders will ignore this table");
    }
    for (int at = PARTITIONS; at < SIGNATURE; at += PARTITION_BYTES) {
      if (raw.get(at + TYPE) == GPT_PROTECTIVE) {
        return Optional.empty();
      }
    }
    return Optional.of(
        "sector 0 has no partition of type ee: the kernel and many loaders will ignore this table");
  }

  static byte[] encode(long sectors, int sectorSize) {
    var sector = ByteBuffer.allocate(sectorSize).order(ByteOrder.LITTLE_ENDIAN);
    sector.put(PARTITIONS + FIRST_CHS, new byte[]{0, 2, 0})
        .put(PARTITIONS + TYPE, GPT_PROTECTIVE)
        .put(PARTITIONS + LAST_CHS, cylinderHeadSector(sectors - 1));
    sector.putInt(PARTITIONS + FIRST_LBA, 1);
    sector.putInt(PARTITIONS + SECTORS, (int) Math.min(sectors - 1, 0xffffffffL));
    sector.putShort(SIGNATURE, (short) 0xaa55);
    return sector.array();
  }

  /** The address of a sector in the geometry of 255 heads and 63 sectors, ff where it has none. */
  private static byte[] cylinderHeadSector(long lba) {
    long cylinder = lba / (HEADS * TRACK);
    if (cylinder > 1023) {
      return new byte[]{(byte) 0xff, (byte) 0xff, (byte) 0xff};
    }
    long head = lba / TRACK % HEADS;
    long sector = lba % TRACK + 1;
    return new byte[]{(byte) head, (byte) (sector | ((cylinder >> 8) << 6)), (byte) cylinder};
  }
}
