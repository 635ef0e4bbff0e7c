package dev.bascule.publisher.erofs;

import java.io.IOException;

/** Some entries of an index that share the address of a block, which stands behind them. */
enum EntryPack {

  /** Two entries of 16 bits. */
  OF_TWO(2, 16, 8),
  /** Sixteen entries of 14 bits. */
  OF_SIXTEEN(16, 14, 32);

  private static final int VALUE_BITS = 12;
  private static final int VALUE_MASK = (1 << VALUE_BITS) - 1;

  private final int entries;
  private final int bits;
  private final int length;

  EntryPack(int entries, int bits, int length) {
    this.entries = entries;
    this.bits = bits;
    this.length = length;
  }

  /** How many there are in a pack. */
  int entries() {
    return entries;
  }

  /** How long a pack is, in bytes. */
  int length() {
    return length;
  }

  /**
   * Reads an entry.
   *
   * @param begin where the first pack begins in the volume
   * @param index of the entry in all packs
   * @param large whether clusters may be longer than a block
   */
  Entry read(ErofsMetadata metadata, long begin, long index, boolean large)
      throws IOException, MalformedErofsException {
    long pack = begin + index / entries * length;
    int within = (int) (index % entries);
    int word = word(metadata, pack, within);
    Entry.Type type = Entry.Type.of(word >>> VALUE_BITS);
    long block = type == Entry.Type.FOLLOWING
        ? 0
        : metadata.wordAt(pack + length - Integer.BYTES)
            + (large ? largeBefore(metadata, pack, within) : smallBefore(metadata, pack, within));
    return new Entry(type, word & VALUE_MASK, block);
  }

  /** Blocks of the clusters that begin earlier in the pack, where each is of one block, and one for the pack's own address. */
  private int smallBefore(ErofsMetadata metadata, long pack, int within)
      throws IOException, MalformedErofsException {
    int blocks = 1;
    for (int i = within - 1; i >= 0; i--) {
      Entry entry = entry(metadata, pack, i);
      if (entry.type() == Entry.Type.FOLLOWING) {
        i -= entry.value();
      }
      blocks += i >= 0 ? 1 : 0;
    }
    return blocks;
  }

  /** The same where a cluster's length is told by the entry behind its first. */
  private int largeBefore(ErofsMetadata metadata, long pack, int within)
      throws IOException, MalformedErofsException {
    int blocks = 0;
    for (int i = within - 1; i >= 0; i--) {
      Entry entry = entry(metadata, pack, i);
      if (entry.isLength()) {
        blocks += entry.length();
        i--;
      } else if (entry.type() == Entry.Type.FOLLOWING) {
        if (entry.value() <= 1) {
          throw new MalformedErofsException("a cluster without a length, in the pack at " + pack);
        }
        i -= entry.value() - 2;
      } else {
        blocks++;
      }
    }
    return blocks;
  }

  private Entry entry(ErofsMetadata metadata, long pack, int within)
      throws IOException, MalformedErofsException {
    int word = word(metadata, pack, within);
    return new Entry(Entry.Type.of(word >>> VALUE_BITS), word & VALUE_MASK, 0);
  }

  private int word(ErofsMetadata metadata, long pack, int within)
      throws IOException, MalformedErofsException {
    int bit = within * bits;
    return metadata.intAt(pack + bit / Byte.SIZE) >>> bit % Byte.SIZE;
  }
}
