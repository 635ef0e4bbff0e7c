package dev.bascule.publisher.delta;

import dev.bascule.image.difference.DifferenceEncoder;
import java.util.Arrays;

/**
 * Finds for each byte of a tile the byte of a source that it is best made from: long stretches at one distance, in which a
 * byte here and there may differ, rather than many short ones that are exact. Several distances are followed at once, at
 * estimated prices, and the cheapest way through the tile wins. One thread uses one; it holds some 25 MiB for tiles of
 * 256 KiB.
 */
final class Alignment {

  private static final int HASH_BITS = 18;
  private static final int HASHED = 8;
  private static final int DEPTH = 12;
  private static final int FOLLOWED = 10;
  private static final int TELLING = 64;
  /** So many right bytes ahead leave no doubt. */
  private static final int CLEAR = 48;

  // Prices in eighths of a bit, estimated from what zstd makes of the columns of Debian's files.
  private static final int RIGHT = 1;
  private static final int WRONG = 80;
  private static final int LITERAL = 48;
  private static final int FIRST_LITERAL = 16;
  private static final int CHANGE_OF_DISTANCE = 220;
  private static final int HOPELESS = CHANGE_OF_DISTANCE + 400;
  private static final int NEVER = 1 << 28;

  private final int[] heads = new int[1 << HASH_BITS];
  private final int[] chain;
  private final int[] shifts = new int[FOLLOWED + 1];
  private final boolean[] active = new boolean[FOLLOWED + 1];
  private int[] costs = new int[FOLLOWED + 1];
  private int[] nextCosts = new int[FOLLOWED + 1];
  private final byte[][] origins;
  private final int[][] counterparts;
  private byte[] source = {};
  private int sourceLength;
  private byte[] tile = {};

  /** For tiles and sources of up to some bytes. */
  Alignment(int tileSize, int sourceSize) {
    this.chain = new int[sourceSize];
    this.origins = new byte[FOLLOWED + 1][tileSize];
    this.counterparts = new int[FOLLOWED + 1][tileSize];
  }

  /** For each byte of the tile the index of its counterpart, or {@link DifferenceEncoder#LITERAL}. */
  int[] of(byte[] newSource, int newSourceLength, byte[] newTile) {
    source = newSource;
    sourceLength = newSourceLength;
    tile = newTile;
    index();
    Arrays.fill(active, false);
    Arrays.fill(costs, NEVER);
    costs[0] = 0;
    for (int at = 0; at < tile.length;) {
      int best = cheapest();
      int clear = clearAhead(at, best);
      if (clear >= CLEAR) {
        follow(at, best, clear);
        at += clear;
      } else {
        takeUp(at, best);
        step(at, best);
        at++;
      }
    }
    return trace();
  }

  private void index() {
    Arrays.fill(heads, -1);
    for (int i = 0; i + HASHED <= sourceLength; i++) {
      int hash = hash(source, i);
      chain[i] = heads[hash];
      heads[hash] = i;
    }
  }

  private int cheapest() {
    int best = 0;
    for (int k = 1; k <= FOLLOWED; k++) {
      if (active[k] && costs[k] < costs[best]) {
        best = k;
      }
    }
    return best;
  }

  private int clearAhead(int at, int best) {
    int there = at + shifts[best];
    if (best == 0 || there < 0 || there >= sourceLength) {
      return 0;
    }
    int most = Math.min(tile.length - at, sourceLength - there);
    int mismatch = Arrays.mismatch(tile, at, at + most, source, there, there + most);
    return mismatch < 0 ? most : mismatch;
  }

  /** Goes on with one distance alone. */
  private void follow(int at, int best, int length) {
    Arrays.fill(origins[best], at, at + length, (byte) best);
    for (int i = at; i < at + length; i++) {
      counterparts[best][i] = i + shifts[best];
    }
    Arrays.fill(active, false);
    Arrays.fill(costs, NEVER);
    active[best] = true;
    costs[best] = 0;
  }

  /** Takes up the distances at which the next bytes stand in the source. */
  private void takeUp(int at, int best) {
    if (at + HASHED > tile.length) {
      return;
    }
    int depth = DEPTH;
    for (int there = heads[hash(tile, at)]; there >= 0 && depth > 0; there = chain[there]) {
      depth--;
      int shift = there - at;
      if (isFollowed(shift)) {
        continue;
      }
      int most = Math.min(TELLING, Math.min(sourceLength - there, tile.length - at));
      int mismatch = Arrays.mismatch(source, there, there + most, tile, at, at + most);
      int length = mismatch < 0 ? most : mismatch;
      int slot = worst(best);
      if (length >= HASHED && (!active[slot]
          || costs[slot] > costs[best] + CHANGE_OF_DISTANCE - length * LITERAL)) {
        active[slot] = true;
        shifts[slot] = shift;
        costs[slot] = NEVER;
      }
    }
  }

  private boolean isFollowed(int shift) {
    for (int k = 1; k <= FOLLOWED; k++) {
      if (active[k] && shifts[k] == shift) {
        return true;
      }
    }
    return false;
  }

  /** A free place, or that of the most expensive distance but for the best. */
  private int worst(int best) {
    int worst = best == 1 ? 2 : 1;
    for (int k = 1; k <= FOLLOWED; k++) {
      if (!active[k]) {
        return k;
      }
      if (k != best && costs[k] > costs[worst]) {
        worst = k;
      }
    }
    return worst;
  }

  private void step(int at, int best) {
    int change = costs[best] + LITERAL + (best == 0 ? 0 : FIRST_LITERAL);
    boolean stays = costs[0] + LITERAL <= change;
    nextCosts[0] = stays ? costs[0] + LITERAL : change;
    origins[0][at] = (byte) (stays ? 0 : best);
    counterparts[0][at] = DifferenceEncoder.LITERAL;
    int least = nextCosts[0];
    for (int k = 1; k <= FOLLOWED; k++) {
      nextCosts[k] = NEVER;
      int there = at + shifts[k];
      active[k] &= there >= 0 && there < sourceLength;
      if (active[k]) {
        int price = source[there] == tile[at] ? RIGHT : WRONG;
        boolean goesOn = costs[k] <= costs[best] + CHANGE_OF_DISTANCE;
        nextCosts[k] = price + (goesOn ? costs[k] : costs[best] + CHANGE_OF_DISTANCE);
        origins[k][at] = (byte) (goesOn ? k : best);
        counterparts[k][at] = there;
        least = Math.min(least, nextCosts[k]);
      }
    }
    int[] spare = costs;
    costs = nextCosts;
    nextCosts = spare;
    for (int k = 0; k <= FOLLOWED; k++) {
      active[k] &= costs[k] <= least + HOPELESS;
      costs[k] = active[k] || k == 0 ? costs[k] - least : NEVER;
    }
  }

  private int[] trace() {
    int[] alignment = new int[tile.length];
    int state = cheapest();
    for (int at = tile.length - 1; at >= 0; at--) {
      alignment[at] = counterparts[state][at];
      state = origins[state][at];
    }
    return alignment;
  }

  private static int hash(byte[] bytes, int index) {
    long word = 0;
    for (int i = 0; i < HASHED; i++) {
      word = word << 8 | (bytes[index + i] & 0xff);
    }
    return (int) ((word * 0x9e3779b97f4a7c15L) >>> (Long.SIZE - HASH_BITS));
  }
}
