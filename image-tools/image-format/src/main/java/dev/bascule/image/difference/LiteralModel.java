package dev.bascule.image.difference;

import java.util.Arrays;

/**
 * Codes bytes that no match covers. Several models predict each bit: from the bytes before, from the byte at the same
 * place of the source, and from how bytes differed from theirs there; a small neural network weighs them.
 */
final class LiteralModel {

  private static final int INPUTS = 9;
  private static final int CONTEXTS = 1 << 16;
  private static final int MASK = CONTEXTS - 1;
  private static final int STRIDE = 0x9e5;
  private static final int WEIGHT_SETS = 4 * 8 * 2;
  private static final int START_WEIGHT = 65536 * 3 / 10;
  private static final int LEARNING = 12;

  private final Counters[] models = new Counters[INPUTS];
  private final int[] weights = new int[WEIGHT_SETS * INPUTS];
  private final int[] contexts = new int[INPUTS];
  private final int[] evidence = new int[INPUTS];
  private final byte[] usualDifference = new byte[CONTEXTS];

  LiteralModel() {
    for (int i = 0; i < INPUTS; i++) {
      models[i] = new Counters(CONTEXTS, 120);
    }
    reset();
  }

  void reset() {
    for (Counters model : models) {
      model.reset();
    }
    Arrays.fill(weights, START_WEIGHT);
    Arrays.fill(usualDifference, (byte) 0);
  }

  /**
   * Codes a byte.
   *
   * @param value the byte to write; a reader ignores it
   * @param position the byte's own; machine code and tables are aligned
   * @param before the four bytes before, the last one lowest
   * @param there the byte at the same place of the source
   * @param differences of the bytes before to theirs in the source, the last one lowest
   * @param near whether a match ended not long ago, so that the source is likely to say something
   */
  int code(BitCoder coder, int value, int position, int before, int there, int differences,
      boolean near) {
    int usual = hash(differences & 0xffff, near ? 1 : 0) & MASK;
    int expected = (there + usualDifference[usual]) & 0xff;
    int mode = near ? 256 : 0;
    int one = (before & 0xff) << 8;
    int two = hash(before & 0xffff, 2);
    int three = hash(before & 0xffffff, 3);
    int same = hash(there | ((differences & 0xff) << 8), 4);
    int alike = expected << 8;
    int both = hash(there | ((before & 0xff) << 8), 5);
    int record = hash((before >>> 24) | ((position & 3) << 8), 6);
    int phase = hash((before & 0xff) | ((position & 3) << 8), 7);
    int node = 1;
    for (int i = 7; i >= 0; i--) {
      int agrees = ((there | 256) >>> (i + 1)) == node ? 1 : 0;
      int fits = ((expected | 256) >>> (i + 1)) == node ? 1 : 0;
      contexts[0] = mode | node;
      contexts[1] = one | node;
      contexts[2] = (two + node * STRIDE) & MASK;
      contexts[3] = (three + node * STRIDE) & MASK;
      contexts[4] = (same + node * STRIDE) & MASK;
      contexts[5] = alike | node;
      contexts[6] = (both + node * STRIDE) & MASK;
      contexts[7] = (record + node * STRIDE) & MASK;
      contexts[8] = (phase + node * STRIDE) & MASK;
      int set = (((near ? 8 : 0) + i) * 4 + agrees * 2 + fits) * INPUTS;
      int bit = codeBit(coder, (value >>> i) & 1, set);
      node = (node << 1) | bit;
    }
    int coded = node & 0xff;
    usualDifference[usual] = (byte) (coded - there);
    return coded;
  }

  private int codeBit(BitCoder coder, int value, int set) {
    long sum = 0;
    for (int i = 0; i < INPUTS; i++) {
      evidence[i] = Logistic.stretch(models[i].probability(contexts[i]) >>> 4);
      sum += (long) evidence[i] * weights[set + i];
    }
    int probability = Logistic.squash((int) (sum >> 16));
    int bit = coder.code(value, probability << 4);
    int error = ((bit << 12) - probability) * LEARNING;
    for (int i = 0; i < INPUTS; i++) {
      weights[set + i] += (evidence[i] * error + 0x2000) >> 14;
      models[i].update(contexts[i], bit);
    }
    return bit;
  }

  private static int hash(int value, int salt) {
    int mixed = (value + 1) * 0x2c1b3c6d + salt * 0x297a2d39;
    return mixed ^ (mixed >>> 15);
  }
}
