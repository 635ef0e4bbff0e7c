package dev.bascule.updater.install;

import java.util.concurrent.atomic.LongAdder;

/**
 * Whether it pays to read a tile's place before writing it. Flash wears by writing, so blocks that are right already are
 * left alone; but in a slot that holds something else altogether, reading finds none and only costs time. One tile
 * in sixteen is always compared, and what it shows decides for the next.
 *
 * <p>Used by all of an install's threads; that they may see each other's findings late changes nothing but cost.
 */
final class Comparison {

  private static final int ALWAYS_EACH = 16;
  private static final int WORTHWHILE_SHARE = 16;

  private volatile boolean pays;
  private final LongAdder deallocated = new LongAdder();

  /**
   * Begins to compare.
   *
   * @param pays what is known beforehand: whether the slot holds any of the image
   */
  Comparison(boolean pays) {
    this.pays = pays;
  }

  /** Whether to read a tile's place first. */
  boolean wanted(int tile) {
    return pays || tile % ALWAYS_EACH == 0;
  }

  /** Takes note of zeros that took no writing: the medium took the blocks back. */
  void deallocated(int length) {
    deallocated.add(length);
  }

  /** Bytes that the medium took back so far. */
  long deallocated() {
    return deallocated.sum();
  }

  /** Takes note of how much of a tile that was compared had to be written. */
  void compared(int length, long written) {
    pays = length - written >= length / WORTHWHILE_SHARE;
  }
}
