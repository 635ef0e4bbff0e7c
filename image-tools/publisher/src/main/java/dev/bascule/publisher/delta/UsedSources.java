package dev.bascule.publisher.delta;

import dev.bascule.image.difference.DifferenceEncoder;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.Sources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a difference makes use of among the sources that were found for a tile. A device pays for each extent with a read of its
 * own, so one that gives a handful of bytes is left out, and their bytes become literals.
 */
final class UsedSources {

  /** Bytes that an extent has to give: a delta becomes 0.06 % larger for it, and needs a quarter of the reads. */
  static final int LEAST_USED = 160;

  private final Sources sources;
  private final int[] alignment;

  private UsedSources(Sources sources, int[] alignment) {
    this.sources = sources;
    this.alignment = alignment;
  }

  /** Finds it; empty if there is nothing of use. */
  static Optional<UsedSources> of(
      Sources offered, int[] alignment) {
    int[] uses = usesOfBlocks(offered, alignment);
    List<Extent> kept = new ArrayList<>();
    int[] moves = new int[uses.length];
    int keptBlocks = 0;
    int from = 0;
    for (Extent extent : offered.extents()) {
      int to = from + extent.blocks();
      int first = from;
      int end = to;
      while (first < end && uses[first] == 0) {
        first++;
      }
      while (end > first && uses[end - 1] == 0) {
        end--;
      }
      if (Arrays.stream(uses, first, end).sum() >= LEAST_USED) {
        Arrays.fill(moves, first, end, keptBlocks - first);
        keptBlocks += end - first;
        kept.add(
            new Extent(extent.space(), extent.firstBlock() + first - from, end - first));
      } else {
        Arrays.fill(uses, from, to, 0);
      }
      from = to;
    }
    return kept.isEmpty()
        ? Optional.empty()
        : Optional.of(new UsedSources(new Sources(kept), moved(alignment, uses, moves)));
  }

  /** The extents that stay, without the unused blocks at their ends. */
  Sources sources() {
    return sources;
  }

  /** For each byte of the tile the index of its counterpart among them, or {@link DifferenceEncoder#LITERAL}. */
  int[] alignment() {
    return alignment;
  }

  private static int[] usesOfBlocks(Sources offered, int[] alignment) {
    int[] uses = new int[offered.length() / Extent.BLOCK];
    for (int counterpart : alignment) {
      if (counterpart != DifferenceEncoder.LITERAL) {
        uses[counterpart / Extent.BLOCK]++;
      }
    }
    return uses;
  }

  private static int[] moved(int[] alignment, int[] uses, int[] moves) {
    return Arrays.stream(alignment)
        .map(counterpart -> {
          int block = counterpart / Extent.BLOCK;
          return counterpart == DifferenceEncoder.LITERAL || uses[block] == 0
              ? DifferenceEncoder.LITERAL
              : counterpart + moves[block] * Extent.BLOCK;
        })
        .toArray();
  }
}
