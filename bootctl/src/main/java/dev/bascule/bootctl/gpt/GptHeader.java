package dev.bascule.bootctl.gpt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * One copy's header. Holds the bytes as they were read, as many as the header says it has, so that what
 * we do not know of is written back as it was.
 *
 * <p>Source: UEFI 2.10, table 5-5 "GPT Header".
 */
final class GptHeader {
  static final int MIN_BYTES = 92;
  static final long SIGNATURE = 0x5452415020494645L;
  static final int REVISION = 0x00010000;

  private static final int REVISION_AT = 8;
  private static final int SIZE_AT = 12;
  private static final int CRC_AT = 16;
  private static final int MY_LBA_AT = 24;
  private static final int ALTERNATE_LBA_AT = 32;
  private static final int FIRST_USABLE_AT = 40;
  private static final int LAST_USABLE_AT = 48;
  private static final int DISK_AT = 56;
  private static final int ENTRIES_LBA_AT = 72;
  private static final int ENTRY_COUNT_AT = 80;
  private static final int ENTRY_SIZE_AT = 84;
  private static final int ENTRIES_CRC_AT = 88;

  /** Far more than any tool makes, and still a small buffer. */
  private static final int MAX_ENTRIES_BYTES = 1 << 20;
  private static final int MAX_ENTRY_SIZE = 4096;

  private final ByteBuffer bytes;

  private GptHeader(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads and checks a header's sector.
   *
   * @param lba where the sector was read
   * @param sectors how many sectors the disk has
   */
  static GptHeader decode(byte[] sector, long lba, long sectors) throws MalformedGptException {
    var raw = ByteBuffer.wrap(sector).order(ByteOrder.LITTLE_ENDIAN);
    if (raw.getLong(0) != SIGNATURE) {
      throw new MalformedGptException("no signature \"EFI PART\"");
    }
    int size = raw.getInt(SIZE_AT);
    if (size < MIN_BYTES || size > sector.length) {
      throw new MalformedGptException("expected a header of 92 to " + sector.length
          + " bytes, found " + Integer.toUnsignedString(size));
    }
    var header = new GptHeader(Arrays.copyOf(sector, size));
    int crc = header.crc();
    if (raw.getInt(CRC_AT) != crc) {
      throw new MalformedGptException(
          "expected header CRC %08x, found %08x".formatted(crc, raw.getInt(CRC_AT)));
    }
    header.check(lba, sectors, sector.length);
    return header;
  }

  static GptHeader primary(Guid disk, long sectors, int sectorSize, int entryCount) {
    var header = new GptHeader(new byte[MIN_BYTES]);
    long entriesSectors = sectorsFor(entryCount * GptEntry.BYTES, sectorSize);
    header.bytes.putLong(0, SIGNATURE)
        .putInt(REVISION_AT, REVISION)
        .putInt(SIZE_AT, MIN_BYTES)
        .putLong(MY_LBA_AT, 1)
        .putLong(ALTERNATE_LBA_AT, sectors - 1)
        .putLong(FIRST_USABLE_AT, 2 + entriesSectors)
        .putLong(LAST_USABLE_AT, sectors - 2 - entriesSectors)
        .putLong(ENTRIES_LBA_AT, 2)
        .putInt(ENTRY_COUNT_AT, entryCount)
        .putInt(ENTRY_SIZE_AT, GptEntry.BYTES);
    disk.encode(header.bytes, DISK_AT);
    return header;
  }

  private void check(long lba, long sectors, int sectorSize) throws MalformedGptException {
    if (bytes.getInt(REVISION_AT) >>> 16 != REVISION >>> 16) {
      throw new MalformedGptException(
          "expected revision 1.x, found %08x".formatted(bytes.getInt(REVISION_AT)));
    }
    if (myLba() != lba) {
      throw new MalformedGptException(
          "expected a header for sector " + lba + ", found one for " + myLba());
    }
    int entrySize = entrySize();
    int count = entryCount();
    if (entrySize < GptEntry.BYTES || entrySize > MAX_ENTRY_SIZE
        || Integer.bitCount(entrySize) != 1) {
      throw new MalformedGptException(
          "expected entries of 128 to 4096 bytes, a power of two, found "
              + Integer.toUnsignedString(entrySize));
    }
    if (count < 1 || count > MAX_ENTRIES_BYTES / entrySize) {
      throw new MalformedGptException("expected 1 to " + MAX_ENTRIES_BYTES / entrySize
          + " entries, found " + Integer.toUnsignedString(count));
    }
    if (firstUsable() < 2 || firstUsable() > lastUsable() || lastUsable() >= sectors) {
      throw new MalformedGptException("usable sectors " + firstUsable() + " to " + lastUsable()
          + " on a disk of " + sectors);
    }
    long first = entriesLba();
    long last = first + sectorsFor(entriesBytes(), sectorSize) - 1;
    boolean free = lba < firstUsable()
        ? first > lba && last < firstUsable()
        : first > lastUsable() && last < lba;
    if (first < 2 || first >= sectors || last >= sectors || !free) {
      throw new MalformedGptException("entries in sectors " + first + " to " + last
          + ", usable sectors " + firstUsable() + " to " + lastUsable() + " of " + sectors);
    }
  }

  /** A header for one place of the table, with both checksums made anew. */
  GptHeader at(long lba, long alternateLba, long entriesLba, byte[] entries) {
    var copy = new GptHeader(bytes.array().clone());
    copy.bytes.putLong(MY_LBA_AT, lba)
        .putLong(ALTERNATE_LBA_AT, alternateLba)
        .putLong(ENTRIES_LBA_AT, entriesLba)
        .putInt(ENTRIES_CRC_AT, crc(entries));
    copy.bytes.putInt(CRC_AT, copy.crc());
    return copy;
  }

  /** The whole sector, zero after the header. */
  byte[] encode(int sectorSize) {
    return Arrays.copyOf(bytes.array(), sectorSize);
  }

  private int crc() {
    byte[] copy = bytes.array().clone();
    Arrays.fill(copy, CRC_AT, CRC_AT + 4, (byte) 0);
    return crc(copy);
  }

  static int crc(byte[] data) {
    var crc = new CRC32();
    crc.update(data);
    return (int) crc.getValue();
  }

  static long sectorsFor(int bytes, int sectorSize) {
    return Math.ceilDiv(bytes, sectorSize);
  }

  long myLba() {
    return bytes.getLong(MY_LBA_AT);
  }

  long alternateLba() {
    return bytes.getLong(ALTERNATE_LBA_AT);
  }

  long firstUsable() {
    return bytes.getLong(FIRST_USABLE_AT);
  }

  long lastUsable() {
    return bytes.getLong(LAST_USABLE_AT);
  }

  Guid disk() {
    return Guid.decode(bytes, DISK_AT);
  }

  long entriesLba() {
    return bytes.getLong(ENTRIES_LBA_AT);
  }

  int entryCount() {
    return bytes.getInt(ENTRY_COUNT_AT);
  }

  int entrySize() {
    return bytes.getInt(ENTRY_SIZE_AT);
  }

  int entriesBytes() {
    return entryCount() * entrySize();
  }

  int entriesCrc() {
    return bytes.getInt(ENTRIES_CRC_AT);
  }

  /** Whether both describe the same table, wherever each is stored. */
  boolean describesSameAs(GptHeader other) {
    return at(0, 0, 0, new byte[0]).equals(other.at(0, 0, 0, new byte[0]));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GptHeader header && Arrays.equals(bytes.array(), header.bytes.array());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes.array());
  }
}
