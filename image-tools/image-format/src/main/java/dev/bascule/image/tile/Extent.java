package dev.bascule.image.tile;

/**
 * A run of whole blocks that a tile is made from.
 *
 * @param space where they are
 * @param firstBlock from 0, in blocks of {@value #BLOCK} bytes
 * @param blocks how many, at least 1
 */
public record Extent(Space space, long firstBlock, int blocks) {

  /** Bytes in a block. */
  public static final int BLOCK = 4096;

  /** Whose blocks. */
  public enum Space {
    /** The base volume's, which the delta was made against. */
    OLD,
    /** The volume's own, from tiles before the one that is made. */
    NEW
  }

  public Extent {
    if (firstBlock < 0 || blocks < 1) {
      throw new IllegalArgumentException("extent: found " + blocks + " blocks at " + firstBlock);
    }
  }

  /** Where it begins, in bytes. */
  public long offset() {
    return firstBlock * BLOCK;
  }

  /** Its length in bytes. */
  public int length() {
    return blocks * BLOCK;
  }

  /** The first block behind it. */
  public long endBlock() {
    return firstBlock + blocks;
  }
}
