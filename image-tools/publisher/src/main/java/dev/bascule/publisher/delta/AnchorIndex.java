package dev.bascule.publisher.delta;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Where a volume's anchors are, by the hash of the text before them. Its memory is fixed: of a larger volume it keeps
 * fewer anchors to the kilobyte. Read by any number of threads once it is built.
 */
final class AnchorIndex {

  /** At most this many places are kept of the same text. */
  static final int PLACES = 4;

  private static final int SLOT_BITS = 24;
  private static final int LEAST_SAMPLING_BITS = 5;
  private static final int POSITION_BITS = 40;
  private static final long POSITION_MASK = (1L << POSITION_BITS) - 1;
  private static final int BUFFER = 1 << 20;
  /** No place: a position with all its bits is beyond the largest volume's last block. */
  private static final long EMPTY = -1;

  private final int samplingBits;
  private final long[] slots;

  private AnchorIndex(int samplingBits, int slotBits) {
    this.samplingBits = samplingBits;
    this.slots = new long[1 << slotBits];
    Arrays.fill(slots, EMPTY);
  }

  /**
   * Reads a volume through.
   *
   * @param progress is told the number of bytes read, as they are
   */
  static AnchorIndex of(RawVolume volume, LongConsumer progress) throws IOException {
    long size = volume.layout().volumeSize();
    int sizeBits = Long.SIZE - Long.numberOfLeadingZeros(size);
    int sampling = Math.max(LEAST_SAMPLING_BITS, sizeBits - (SLOT_BITS - 1));
    AnchorIndex index = new AnchorIndex(
        sampling, Math.clamp(sizeBits - sampling + 1, 10, SLOT_BITS));
    byte[] buffer = new byte[BUFFER];
    long hash = 0;
    for (long position = 0; position < size; position += BUFFER) {
      int length = (int) Math.min(BUFFER, size - position);
      volume.read(position, buffer, 0, length);
      for (int i = 0; i < length; i++) {
        hash = RollingHash.step(hash, buffer[i]);
        if (RollingHash.isAnchor(hash, sampling) && position + i >= RollingHash.WINDOW) {
          index.put(hash, position + i);
        }
      }
      progress.accept(length);
    }
    return index;
  }

  boolean isAnchor(long hash) {
    return RollingHash.isAnchor(hash, samplingBits);
  }

  /**
   * Looks up an anchor.
   *
   * @param places receives the positions of the last byte of what may be the same text
   * @return how many there are
   */
  int find(long hash, long[] places) {
    long mixed = mix(hash);
    long tag = mixed >>> POSITION_BITS;
    int found = 0;
    for (int slot = slot(mixed); slots[slot] != EMPTY; slot = (slot + 1) & (slots.length - 1)) {
      if (slots[slot] >>> POSITION_BITS == tag) {
        places[found++] = slots[slot] & POSITION_MASK;
        if (found == PLACES) {
          break;
        }
      }
    }
    return found;
  }

  private void put(long hash, long position) {
    long mixed = mix(hash);
    long tag = mixed >>> POSITION_BITS;
    int same = 0;
    int probes = 0;
    int slot = slot(mixed);
    while (slots[slot] != EMPTY) {
      same += slots[slot] >>> POSITION_BITS == tag ? 1 : 0;
      if (same == PLACES || ++probes == PLACES * PLACES) {
        return;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = (tag << POSITION_BITS) | position;
  }

  private int slot(long mixed) {
    return (int) mixed & (slots.length - 1);
  }

  /** Spreads the bits: those that make an anchor are the same for all. */
  private static long mix(long hash) {
    long mixed = (hash ^ (hash >>> 29)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 32)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
