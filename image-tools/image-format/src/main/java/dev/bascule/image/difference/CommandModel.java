package dev.bascule.image.difference;

/** Codes what comes next: a literal, or a match and where and how long it is. */
final class CommandModel {

  /** Distances that matches had lately are coded by their rank. */
  static final int RECENT = 4;

  /** A match at a distance that it did not have lately. */
  static final int FRESH = RECENT;

  private static final int STATES = 16;
  private static final int BUCKET_BITS = 5;
  private static final int BUCKETS = 1 << BUCKET_BITS;
  private static final int KINDS = 4;
  private static final int EXACT_BITS = 3;
  private static final int NEAR = 1 << 12;

  private final Counters matches = new Counters(STATES, 250);
  private final Counters ranks = new Counters(STATES * RECENT, 250);
  private final Counters nears = new Counters(STATES, 250);
  private final Counters signs = new Counters(2, 250);
  private final Counters buckets = new Counters(KINDS * BUCKETS, 250);
  private final Counters mantissas = new Counters((KINDS * BUCKETS) << EXACT_BITS, 250);
  private final Counters lows = new Counters(KINDS * BUCKETS * 16, 250);

  void reset() {
    matches.reset();
    ranks.reset();
    nears.reset();
    signs.reset();
    buckets.reset();
    mantissas.reset();
    lows.reset();
  }

  int codeIsMatch(BitCoder coder, int state, int isMatch) {
    return matches.code(coder, state, isMatch);
  }

  /** Which of the recent distances a match has, or {@link #FRESH}. */
  int codeRank(BitCoder coder, int state, int rank) {
    for (int i = 0; i < RECENT; i++) {
      if (ranks.code(coder, state * RECENT + i, rank == i ? 1 : 0) == 1) {
        return i;
      }
    }
    return FRESH;
  }

  int codeLength(BitCoder coder, int rank, int length) {
    return codeNumber(coder, rank == 0 ? 0 : 1, length - 1) + 1;
  }

  /** A distance, by itself or by how it differs from the last. */
  long codeDistance(BitCoder coder, int state, int last, int distance) {
    int difference = distance - last;
    boolean isNear = Math.abs((long) difference) < NEAR && difference != 0;
    if (nears.code(coder, state, isNear ? 1 : 0) == 0) {
      return codeNumber(coder, 2, distance - 1) + 1L;
    }
    int sign = signs.code(coder, 0, difference < 0 ? 1 : 0);
    long size = codeNumber(coder, 3, Math.abs(difference) - 1) + 1L;
    return sign == 1 ? last - size : last + size;
  }

  /** A number from 0 to 2^30: how many bits it has, its highest bits and its lowest ones exactly. */
  private int codeNumber(BitCoder coder, int kind, int number) {
    int value = number + 1;
    int bits = 31 - Integer.numberOfLeadingZeros(value | 1);
    int context = kind * BUCKETS;
    bits = Math.min(buckets.codeTree(coder, context, BUCKET_BITS, bits), 30);
    context = (context + bits) << EXACT_BITS;
    int coded = 1;
    int left = bits;
    int exact = Math.min(EXACT_BITS, left);
    int top =
        mantissas.codeTree(coder, context, exact, (value >>> (left - exact)) & ((1 << exact) - 1));
    coded = (coded << exact) | top;
    left -= exact;
    while (left > 4) {
      left--;
      coded = (coded << 1) | coder.code((value >>> left) & 1, 1 << (BitCoder.PRECISION - 1));
    }
    if (left > 0) {
      int low = lows.codeTree(
          coder, (kind * BUCKETS + bits) * 16, left, value & ((1 << left) - 1));
      coded = (coded << left) | low;
    }
    return coded - 1;
  }
}
