package dev.bascule.bootctl.gpt;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.volume.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Where one copy of a table belongs on its disk. */
record GptPlace(long headerLba, long entriesLba) {
  private static final String BY_HAND =
      "repair the table by hand with gdisk's recovery menu, from the copy that is valid";

  static GptPlace of(GptTable table) {
    return new GptPlace(table.header().myLba(), table.header().entriesLba());
  }

  /** Whether this place is behind all that the partitions of a table may use. */
  boolean isBehind(GptTable table) {
    return entriesLba > table.lastUsable() && headerLba > table.lastUsable();
  }

  /**
   * Where the backup of a table goes whose backup is broken: where the primary says, else at the disk's
   * end.
   */
  static GptPlace backupFor(Volume disk, int sectorSize, GptTable table) throws IOException {
    long sectors = disk.size() / sectorSize;
    long length = GptHeader.sectorsFor(table.entries().length, sectorSize);
    long claimed = table.header().alternateLba();
    boolean fits = claimed < sectors && claimed > table.lastUsable() + length;
    long lba = fits ? claimed : sectors - 1;
    if (lba - length <= table.lastUsable()) {
      throw new BootException(
          disk.name() + ": no room for a backup partition table: expected " + (length + 1)
              + " sectors after sector " + table.lastUsable() + ", found a disk of " + sectors,
          BY_HAND);
    }
    return new GptPlace(lba, lba - length);
  }

  /**
   * Where the primary goes that is broken. Nothing in the backup says where the primary's entries are,
   * and boards exist whose boot code lies where they usually are; so a place is only taken if the old
   * entries can be seen there, or if no other place is possible.
   */
  static GptPlace primaryFor(Volume disk, int sectorSize, GptTable table) throws IOException {
    long length = GptHeader.sectorsFor(table.entries().length, sectorSize);
    long beforeUsable = table.firstUsable() - length;
    if (beforeUsable == 2) {
      return new GptPlace(1, 2);
    }
    for (long lba : new long[]{2, beforeUsable}) {
      if (lba >= 2 && lba <= beforeUsable && holdsEntries(disk, lba * sectorSize, table)) {
        return new GptPlace(1, lba);
      }
    }
    throw new BootException(
        disk.name() + ": the primary partition table is broken, and its entries were found"
            + " neither in sector 2 nor in sector " + beforeUsable,
        BY_HAND);
  }

  /** Whether a partition of the table can be recognised, or all is empty as after a wipe. */
  private static boolean holdsEntries(Volume disk, long position, GptTable table)
      throws IOException {
    byte[] found = new byte[table.entries().length];
    disk.read(position, ByteBuffer.wrap(found));
    if (Arrays.equals(found, new byte[found.length])) {
      return true;
    }
    var there = new GptTable(table.header(), found);
    return table.partitions().stream().anyMatch(known -> {
      var entry = there.entry(known.number());
      return entry.type().equals(known.type()) && entry.unique().equals(known.unique());
    });
  }
}
