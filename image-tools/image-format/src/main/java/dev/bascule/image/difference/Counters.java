package dev.bascule.image.difference;

import java.util.Arrays;

/**
 * Probabilities that learn, one for each context: fast at first, then slower. Each is 22 bits of probability and 10 of
 * how often it was asked.
 */
final class Counters {

  private static final int UNKNOWN = 1 << 31;
  private static final int LIMIT = 255;
  private static final int[] RATE = new int[LIMIT + 1];

  static {
    for (int n = 0; n <= LIMIT; n++) {
      RATE[n] = (int) (65536 / (n + 1.6));
    }
  }

  private final int[] states;
  private final int limit;

  Counters(int contexts, int limit) {
    this.states = new int[contexts];
    this.limit = Math.min(limit, LIMIT);
    reset();
  }

  void reset() {
    Arrays.fill(states, UNKNOWN);
  }

  /** How likely a 1 is, of 65536, never certain. */
  int probability(int context) {
    return Math.clamp(states[context] >>> 16, 32, 65535 - 32);
  }

  void update(int context, int bit) {
    int state = states[context];
    int count = state & 0x3ff;
    int probability = state >>> 10;
    int target = bit == 1 ? (1 << 22) - 1 : 0;
    int changed = probability + (int) (((long) (target - probability) * RATE[count]) >> 16);
    states[context] = (changed << 10) | Math.min(count + 1, limit);
  }

  /** Codes a bit in one context. */
  int code(BitCoder coder, int context, int bit) {
    int coded = coder.code(bit, probability(context));
    update(context, coded);
    return coded;
  }

  /** Codes a number of some bits, highest first, by contexts from a place on: two to the power of the bits. */
  int codeTree(BitCoder coder, int from, int bits, int value) {
    int node = 1;
    for (int i = bits - 1; i >= 0; i--) {
      node = (node << 1) | code(coder, from + node, (value >>> i) & 1);
    }
    return node - (1 << bits);
  }
}
