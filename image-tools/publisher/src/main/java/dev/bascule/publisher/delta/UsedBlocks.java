package dev.bascule.publisher.delta;

import dev.bascule.image.difference.DifferenceEncoder;
import dev.bascule.image.tile.Extent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a difference makes use of among the runs of blocks that were found for it. A device pays for each run, so one that gives
 * a handful of bytes is left out, and their bytes become literals.
 */
final class UsedBlocks {

  private final List<Part> parts;
  private final int[] alignment;

  private UsedBlocks(List<Part> parts, int[] alignment) {
    this.parts = parts;
    this.alignment = alignment;
  }

  /**
   * What stays of a run.
   *
   * @param run which one
   * @param first the first block of it that is used
   * @param blocks from there to the last one that is
   */
  record Part(int run, int first, int blocks) {}

  /**
   * Finds it.
   *
   * @param runs how many blocks each run has; they make up the source, one after the other
   * @param alignment for each byte of what is made the index of its counterpart in the source, or {@link
   *     DifferenceEncoder#LITERAL}
   * @param least bytes that a run has to give
   */
  static UsedBlocks of(int[] runs, int[] alignment, int least) {
    int[] uses = usesOfBlocks(Arrays.stream(runs).sum(), alignment);
    List<Part> kept = new ArrayList<>();
    int[] moves = new int[uses.length];
    int keptBlocks = 0;
    int from = 0;
    for (int run = 0; run < runs.length; run++) {
      int to = from + runs[run];
      int first = from;
      int end = to;
      while (first < end && uses[first] == 0) {
        first++;
      }
      while (end > first && uses[end - 1] == 0) {
        end--;
      }
      if (Arrays.stream(uses, first, end).sum() >= least) {
        Arrays.fill(moves, first, end, keptBlocks - first);
        keptBlocks += end - first;
        kept.add(new Part(run, first - from, end - first));
      } else {
        Arrays.fill(uses, from, to, 0);
      }
      from = to;
    }
    return new UsedBlocks(kept, moved(alignment, uses, moves));
  }

  /** What stays of the runs, without the unused blocks at their ends. */
  List<Part> parts() {
    return parts;
  }

  /** For each byte of what is made the index of its counterpart among the parts, or {@link DifferenceEncoder#LITERAL}. */
  int[] alignment() {
    return alignment;
  }

  private static int[] usesOfBlocks(int count, int[] alignment) {
    int[] uses = new int[count];
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
