package dev.bascule.lab.cut;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A log of a disk's writes in the form of Linux's dm-log-writes, which QEMU's {@code blklogwrites} writes: a superblock,
 * then for each request a sector that says what and where, and its data. All numbers are little-endian.
 */
final class WriteLog {

  private static final long MAGIC = 0x6a736677736872L;
  private static final long VERSION = 1;
  private static final int FLUSH = 1;
  private static final int FUA = 2;
  private static final int DISCARD = 4;
  private static final int SECTOR = 512;
  private static final int SUPERBLOCK = 28;
  private static final int ENTRY = 32;

  private WriteLog() {}

  /**
   * Reads a log.
   *
   * @param size bytes of the disk that count; one sector at that position takes marks, and none counts after it
   * @throws IOException if it is malformed or truncated
   */
  static List<Act> parse(ByteBuffer log, long size) throws IOException {
    ByteBuffer in = log.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < SUPERBLOCK || in.getLong() != MAGIC || in.getLong() != VERSION) {
      throw new IOException("expected a write log of version 1, found another beginning");
    }
    long entries = in.getLong();
    int unit = in.getInt();
    if (unit < SECTOR || unit > 1 << 16 || Integer.bitCount(unit) != 1) {
      throw new IOException("expected sectors of 512 to 65536 bytes, found " + unit);
    }
    List<Act> events = new ArrayList<>();
    long at = unit;
    for (long i = 0; i < entries; i++) {
      if (at + ENTRY > log.limit()) {
        throw new IOException("expected " + entries + " entries, found the log's end after " + i);
      }
      in.position((int) at);
      long sector = in.getLong();
      long count = in.getLong();
      long flags = in.getLong();
      at += unit;
      boolean data = count > 0 && (flags & DISCARD) == 0;
      if (count < 0 || sector < 0 || (data && count > (log.limit() - at) / SECTOR)) {
        throw new IOException("entry " + i + ": " + count + " sectors at " + sector
            + " are not in the log");
      }
      if ((flags & FLUSH) != 0) {
        events.add(Act.Sync.ofDisk());
      }
      if (data) {
        int length = (int) count * SECTOR;
        add(events, sector * SECTOR, log.slice((int) at, length), size);
        at += Math.ceilDiv(length, unit) * (long) unit;
      }
      if ((flags & FUA) != 0) {
        events.add(Act.Sync.ofDisk());
      }
    }
    return events;
  }

  private static void add(List<Act> events, long position, ByteBuffer bytes, long size) {
    if (position == size) {
      String text = StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
      events.add(new Act.Mark(text.substring(0, Math.max(0, text.indexOf('\n')))));
    } else if (position + bytes.remaining() <= size) {
      events.add(Act.Write.toDisk(position, bytes));
    }
  }
}
