package dev.bascule.image.difference;

/** Probabilities of 4096 on a scale where evidence adds up, and back. Tables of integers: the same on every machine. */
final class Logistic {

  /** The scale's end on both sides. */
  static final int MAX = 2047;

  private static final short[] SQUASH = new short[2 * MAX + 1];
  private static final short[] STRETCH = new short[4096];

  static {
    int next = 0;
    for (int x = -MAX; x <= MAX; x++) {
      // StrictMath gives the same bits everywhere.
      int p = Math.clamp(Math.round(4096 / (1 + StrictMath.exp(-x / 256.0))), 1, 4095);
      SQUASH[x + MAX] = (short) p;
      for (; next <= p; next++) {
        STRETCH[next] = (short) x;
      }
    }
    for (; next < 4096; next++) {
      STRETCH[next] = MAX;
    }
  }

  private Logistic() {}

  static int squash(int evidence) {
    return SQUASH[Math.clamp(evidence, -MAX, MAX) + MAX];
  }

  static int stretch(int probability) {
    return STRETCH[probability];
  }
}
