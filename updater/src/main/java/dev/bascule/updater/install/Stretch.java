package dev.bascule.updater.install;

/**
 * Tiles that are synced together, before they are read back while the next ones are written. Near the end of a volume
 * stretches become shorter: nothing is left to be written while the last one is read back.
 *
 * @param from the first tile
 * @param to the tile behind the last
 */
record Stretch(int from, int to) {

  /** Before the first. */
  static final Stretch NONE = new Stretch(0, 0);

  private static final int SHORTEST = 8;

  /**
   * The first of a volume.
   *
   * @param count the volume's tiles
   * @param longest in tiles
   */
  static Stretch first(int count, int longest) {
    return NONE.next(count, longest);
  }

  /** The one that follows, at most half of what is left; empty at the end. */
  Stretch next(int count, int longest) {
    int length = Math.min(longest, Math.max(SHORTEST, Math.ceilDiv(count - to, 2)));
    return new Stretch(to, Math.min(count, to + length));
  }

  /** The tile where a step of so many begins, which go through two stretches of different lengths side by side. */
  int at(int step, int steps) {
    return from + (int) ((long) length() * step / steps);
  }

  int length() {
    return to - from;
  }

  boolean isEmpty() {
    return from == to;
  }
}
