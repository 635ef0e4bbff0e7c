package dev.bascule.publisher.delta;

import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.Sources;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Turns matches into the blocks that a tile is made from, the best first, as many as a tile may have. */
final class SourceChoice {

  /** Bytes on both sides of a match that may be alike though they have no anchor. */
  private static final int MARGIN = 1 << 10;

  private static final int SPACE_SHIFT = 40;

  private final long oldBlocks;

  SourceChoice(long oldBlocks) {
    this.oldBlocks = oldBlocks;
  }

  /** Chooses; empty if there are no matches. */
  Optional<Sources> choose(List<Match> matches, long tileOffset, int tileLength) {
    NavigableSet<Long> blocks = new TreeSet<>();
    for (Match match : matches) {
      List<Long> added = new ArrayList<>();
      addBlocks(match, tileOffset, tileLength, blocks, added);
      if (blocks.size() > Sources.MAX_BLOCKS || runs(blocks) > Sources.MAX_EXTENTS) {
        added.forEach(blocks::remove);
      }
      if (blocks.size() == Sources.MAX_BLOCKS) {
        break;
      }
    }
    return blocks.isEmpty() ? Optional.empty() : Optional.of(new Sources(extents(blocks)));
  }

  /**
   * Sources with the blocks around them, as many as a tile may have: where little was found, more may be there that has no
   * anchor.
   */
  Sources widened(Sources sources, long tileOffset) {
    NavigableSet<Long> blocks = new TreeSet<>();
    for (Extent extent : sources.extents()) {
      for (int i = 0; i < extent.blocks(); i++) {
        blocks.add(key(extent.space() == Extent.Space.OLD, extent.firstBlock() + i));
      }
    }
    for (int before = 0; before != blocks.size() && blocks.size() < Sources.MAX_BLOCKS;) {
      before = blocks.size();
      for (long block : List.copyOf(blocks)) {
        addNeighbour(block - 1, tileOffset, blocks);
        addNeighbour(block + 1, tileOffset, blocks);
      }
    }
    return new Sources(extents(blocks));
  }

  private void addNeighbour(long key, long tileOffset, NavigableSet<Long> blocks) {
    boolean old = key >>> SPACE_SHIFT == 0;
    long block = key & ((1L << SPACE_SHIFT) - 1);
    boolean there = key >= 0 && block < (old ? oldBlocks : tileOffset / Extent.BLOCK);
    if (there && blocks.size() < Sources.MAX_BLOCKS) {
      blocks.add(key);
    }
  }

  private static long key(boolean old, long block) {
    return (old ? 0L : 1L << SPACE_SHIFT) | block;
  }

  private void addBlocks(Match match, long tileOffset, int tileLength, NavigableSet<Long> blocks,
      List<Long> added) {
    long from = tileOffset + Math.max(0, match.start() - MARGIN) + match.distance();
    long to = tileOffset + Math.min(tileLength, match.end() + MARGIN) + match.distance();
    boolean old = match.space() == Extent.Space.OLD;
    long limit = old ? oldBlocks : tileOffset / Extent.BLOCK;
    long last = Math.min(limit - 1, (to - 1) / Extent.BLOCK);
    for (long block = Math.max(0, from) / Extent.BLOCK; block <= last; block++) {
      long key = key(old, block);
      if (blocks.add(key)) {
        added.add(key);
      }
    }
  }

  private static int runs(NavigableSet<Long> blocks) {
    int runs = 0;
    long expected = -1;
    for (long block : blocks) {
      runs += block == expected ? 0 : 1;
      expected = block + 1;
    }
    return runs;
  }

  private static List<Extent> extents(NavigableSet<Long> blocks) {
    List<Extent> extents = new ArrayList<>();
    long first = blocks.first();
    long expected = first;
    for (long block : blocks) {
      if (block != expected) {
        extents.add(extent(first, expected));
        first = block;
      }
      expected = block + 1;
    }
    extents.add(extent(first, expected));
    return extents;
  }

  private static Extent extent(long first, long end) {
    Extent.Space space = first >>> SPACE_SHIFT == 0 ? Extent.Space.OLD : Extent.Space.NEW;
    return new Extent(space, first & ((1L << SPACE_SHIFT) - 1), (int) (end - first));
  }
}
