package dev.bascule.image.verity;

import dev.bascule.image.Sha256;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the blocks of a hash tree lie in the area after the data: the superblock, then the level below the root
 * hash, and so on down to level 0, whose digests are those of the data blocks
 * (cryptsetup, {@code lib/verity/verity_hash.c}).
 */
public final class VerityLayout {

  /** Digests in one block of the tree. */
  public static final int DIGESTS_PER_BLOCK = VerityParameters.BLOCK_SIZE / Sha256.LENGTH;

  private final long[] blocksOfLevel;
  private final long[] firstBlockOfLevel;
  private final long areaBlocks;

  private VerityLayout(long[] blocksOfLevel, long[] firstBlockOfLevel, long areaBlocks) {
    this.blocksOfLevel = blocksOfLevel;
    this.firstBlockOfLevel = firstBlockOfLevel;
    this.areaBlocks = areaBlocks;
  }

  /** The layout for an amount of data. */
  public static VerityLayout of(long dataBlocks) {
    List<Long> counts = new ArrayList<>();
    for (long below = dataBlocks; below > 1;) {
      below = (below + DIGESTS_PER_BLOCK - 1) / DIGESTS_PER_BLOCK;
      counts.add(below);
    }
    long[] blocks = counts.stream().mapToLong(Long::longValue).toArray();
    long[] first = new long[blocks.length];
    long next = 1;
    for (int level = blocks.length - 1; level >= 0; level--) {
      first[level] = next;
      next += blocks[level];
    }
    return new VerityLayout(blocks, first, next);
  }

  /** How many levels the tree has; none if there is a single data block. */
  public int levels() {
    return blocksOfLevel.length;
  }

  /** How many blocks a level has. */
  public long blocks(int level) {
    return blocksOfLevel[level];
  }

  /** Where a level's block lies, in bytes from the start of the area. */
  public long offset(int level, long block) {
    return (firstBlockOfLevel[level] + block) * VerityParameters.BLOCK_SIZE;
  }

  /** The whole area's length in bytes, superblock included. */
  public long areaLength() {
    return areaBlocks * VerityParameters.BLOCK_SIZE;
  }
}
