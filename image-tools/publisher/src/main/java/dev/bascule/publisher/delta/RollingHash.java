package dev.bascule.publisher.delta;

import java.util.SplittableRandom;

/**
 * The hash of the last 32 bytes, one step per byte. Places where it meets a condition are anchors: which places of a
 * text those are depends on the text around alone, so the same text has the same anchors wherever it stands.
 */
final class RollingHash {

  /** Bytes that the hash depends on: each step moves it by two of its 64 bits. */
  static final int WINDOW = 32;

  private static final long[] BYTES = new SplittableRandom(20261121).longs(256).toArray();

  private RollingHash() {}

  static long step(long hash, byte next) {
    return (hash << 2) + BYTES[next & 0xff];
  }

  /** Whether a hash marks an anchor, of which there is one in two to the power of some bits. */
  static boolean isAnchor(long hash, int bits) {
    return hash >>> (Long.SIZE - bits) == 0;
  }
}
