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

  private static GptPlace of(GptTable table) {
    return new GptPlace(table.header().myLba(), table.header().entriesLba());
  }

  /**
   * Where the backup goes: where it is, where the primary says, or at the disk's end. A loader that
   * finds the primary torn looks for the backup at the end only, so on a disk that has grown since its
   * table was made the backup moves there, unless something is stored there.
   */
  static GptPlace backup(Volume disk, Gpt current) throws IOException {
    var table = current.table();
    int sectorSize = current.sectorSize();
    long sectors = disk.size() / sectorSize;
    long length = table.entriesSectors(sectorSize);
    var end = new GptPlace(sectors - 1, sectors - 1 - length);
    long claimed = table.header().alternateLba();
    var present = current.backup() instanceof GptCopy.Valid(var backup)
        ? of(backup)
        : new GptPlace(claimed, claimed - length);
    if (present.fitsBackup(table, sectors, length)
        && (end.entriesLba <= present.headerLba || !isBlank(disk, end, sectorSize))) {
      return present;
    }
    if (!end.fitsBackup(table, sectors, length)) {
      throw new BootException(disk.name() + ": no room for a backup partition table: expected "
          + (length + 1) + " sectors after sector " + table.lastUsable() + ", found a disk of "
          + sectors, BY_HAND);
    }
    return end;
  }

  /** Whether a backup has room here, behind all that the partitions may use. */
  private boolean fitsBackup(GptTable table, long sectors, long length) {
    return headerLba < sectors && headerLba > length
        && entriesLba > table.lastUsable()
        && entriesLba + length <= headerLba;
  }

  private static boolean isBlank(Volume disk, GptPlace place, int sectorSize) throws IOException {
    byte[] found = new byte[(int) (place.headerLba - place.entriesLba + 1) * sectorSize];
    disk.read(place.entriesLba * sectorSize, ByteBuffer.wrap(found));
    byte[] erased = new byte[found.length];
    Arrays.fill(erased, (byte) 0xff);
    return Arrays.equals(found, new byte[found.length]) || Arrays.equals(found, erased);
  }

  /**
   * Where the primary goes: where it is. Nothing in the backup says where the entries of a broken
   * primary are, and boards exist whose boot code lies where they usually are; so a place is only taken
   * if the old entries can be seen there, or if no other place is possible.
   */
  static GptPlace primary(Volume disk, Gpt current) throws IOException {
    if (current.primary() instanceof GptCopy.Valid(var primary)) {
      return of(primary);
    }
    var table = current.table();
    long beforeUsable = table.firstUsable() - table.entriesSectors(current.sectorSize());
    if (beforeUsable == 2) {
      return new GptPlace(1, 2);
    }
    for (long lba : new long[]{2, beforeUsable}) {
      if (lba >= 2 && lba <= beforeUsable && holds(disk, lba * current.sectorSize(), table)) {
        return new GptPlace(1, lba);
      }
    }
    throw new BootException(disk.name() + ": the primary partition table is broken, and its entries"
        + " were found neither in sector 2 nor in sector " + beforeUsable, BY_HAND);
  }

  /** Whether a partition of the table can be recognised, or all is empty as after a wipe. */
  private static boolean holds(Volume disk, long position, GptTable table) throws IOException {
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
