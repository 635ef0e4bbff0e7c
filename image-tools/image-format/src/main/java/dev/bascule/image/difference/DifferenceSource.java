package dev.bascule.image.difference;

/**
 * The bytes that a tile is made from, and where each block of them stands in its volume: what a branch leads to depends
 * on it. Both arrays are the caller's and may be longer than they are used.
 */
public final class DifferenceSource {

  /** Bytes that stand together. */
  public static final int BLOCK = 4096;

  private static final int BLOCK_SHIFT = 12;

  final byte[] bytes;
  final int length;
  private final int[] blocks;

  /**
   * A source.
   *
   * @param bytes from the first byte on
   * @param length how many, whole blocks
   * @param blocks the number of each block in its volume; of larger ones than {@code int} holds the lowest bits
   */
  public DifferenceSource(byte[] bytes, int length, int[] blocks) {
    if (length > bytes.length || length % BLOCK != 0 || length / BLOCK > blocks.length) {
      throw new IllegalArgumentException("source of " + length + " bytes in an array of "
          + bytes.length + " with " + blocks.length + " blocks");
    }
    this.bytes = bytes;
    this.length = length;
    this.blocks = blocks;
  }

  /** Where a byte stands in its volume, the lowest 32 bits of it. */
  int address(int index) {
    return (blocks[index >>> BLOCK_SHIFT] << BLOCK_SHIFT) + (index & (BLOCK - 1));
  }
}
