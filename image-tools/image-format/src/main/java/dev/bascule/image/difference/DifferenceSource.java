package dev.bascule.image.difference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes that a tile is made from, and where each block of them stands in its volume: what a branch leads to depends
 * on it. Buffer and array are the caller's, and the array may be longer than it is used.
 */
public final class DifferenceSource {

  /** Bytes that stand together. */
  public static final int BLOCK = 4096;

  private static final int BLOCK_SHIFT = 12;

  private final ByteBuffer bytes;
  final int length;
  private final int[] blocks;

  /**
   * A source.
   *
   * @param bytes up to the limit, whole blocks; direct where a tile is made, of any kind where a difference is
   * @param blocks the number of each block in its volume; of larger ones than {@code int} holds the lowest bits
   */
  public DifferenceSource(ByteBuffer bytes, int[] blocks) {
    this.bytes = bytes.duplicate().rewind().order(ByteOrder.LITTLE_ENDIAN);
    this.length = bytes.limit();
    this.blocks = blocks;
    if (length % BLOCK != 0 || length / BLOCK > blocks.length) {
      throw new IllegalArgumentException(
          "source of " + length + " bytes with " + blocks.length + " blocks");
    }
  }

  /** All of it, from its first byte on. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** A byte; 0 before the first. */
  byte at(int index) {
    return index < 0 ? 0 : bytes.get(index);
  }

  /** A branch's distance, lowest byte first. */
  int distance(int index) {
    return bytes.getInt(index);
  }

  void copy(int from, byte[] target, int at, int count) {
    bytes.get(from, target, at, count);
  }

  /** Where a byte stands in its volume, the lowest 32 bits of it. */
  int address(int index) {
    return (blocks[index >>> BLOCK_SHIFT] << BLOCK_SHIFT) + (index & (BLOCK - 1));
  }
}
