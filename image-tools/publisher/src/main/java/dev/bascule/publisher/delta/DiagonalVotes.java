package dev.bascule.publisher.delta;

import java.util.Arrays;

/** Counts how many of a tile's anchors lie on each diagonal: a space and a distance. */
final class DiagonalVotes {

  private static final int SLOTS = 1 << 16;
  private static final long EMPTY = Long.MIN_VALUE;

  private final long[] diagonals = new long[SLOTS];
  private final int[] counts = new int[SLOTS];
  private int used;

  void clear() {
    Arrays.fill(diagonals, EMPTY);
    Arrays.fill(counts, 0);
    used = 0;
  }

  /** Counts one; when very many diagonals are known, new ones are not taken up. */
  void add(long diagonal) {
    int slot = slot(diagonal);
    if (diagonals[slot] == EMPTY) {
      if (used == SLOTS / 2) {
        return;
      }
      diagonals[slot] = diagonal;
      used++;
    }
    counts[slot]++;
  }

  int count(long diagonal) {
    return counts[slot(diagonal)];
  }

  private int slot(long diagonal) {
    long mixed = diagonal * 0x9e3779b97f4a7c15L;
    int slot = (int) (mixed >>> 48);
    while (diagonals[slot] != EMPTY && diagonals[slot] != diagonal) {
      slot = (slot + 1) & (SLOTS - 1);
    }
    return slot;
  }
}
