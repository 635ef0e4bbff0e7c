package dev.bascule.lab.cut;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** A disk's sectors of 512 bytes, which a cut leaves old or new, and fingerprints of what is in them. */
final class Sectors {

  static final int SIZE = 512;

  private static final long ODD = 0x9e3779b97f4a7c15L;

  private Sectors() {}

  /** The places in a write whose bytes differ from the disk's, or from what an open write put there. */
  static int[] changed(byte[] disk, Act.Write write, List<Act.Write> open) {
    ByteBuffer there = ByteBuffer.wrap(disk);
    int count = write.bytes().remaining() / SIZE;
    int[] places = new int[count];
    int found = 0;
    for (int place = 0; place < count; place++) {
      long position = write.position() + (long) place * SIZE;
      boolean differs = !write.bytes()
          .slice(place * SIZE, SIZE)
          .equals(there.slice((int) position, SIZE));
      if (differs || open.stream().anyMatch(other -> covers(other, position))) {
        places[found++] = place;
      }
    }
    return Arrays.copyOf(places, found);
  }

  private static boolean covers(Act.Write write, long position) {
    return position >= write.position()
        && position < write.position() + write.bytes().remaining();
  }

  /** How a disk's fingerprint changes by a write. */
  static long change(byte[] disk, Act.Write write) {
    ByteBuffer there = ByteBuffer.wrap(disk);
    long change = 0;
    for (int at = 0; at < write.bytes().remaining(); at += SIZE) {
      long position = write.position() + at;
      change ^= print(position, there.slice((int) position, SIZE))
          ^ print(position, write.bytes().slice(at, SIZE));
    }
    return change;
  }

  /** Of one sector's bytes at a position. */
  static long print(long position, ByteBuffer sector) {
    ByteBuffer in = sector.order(ByteOrder.LITTLE_ENDIAN);
    long hash = (position + 1) * ODD;
    for (int at = 0; at < SIZE; at += Long.BYTES) {
      hash = Long.rotateLeft((hash ^ in.getLong(in.position() + at)) * ODD, 29);
    }
    return (hash ^ hash >>> 32) * ODD;
  }
}
