package dev.bascule.publisher.delta;

import dev.bascule.image.difference.DifferenceEncoder;
import java.util.Arrays;

/**
 * Finds the cheapest sequence of literals and matches for a tile, by estimated prices: for each byte, in order, the
 * cheapest way to get there is known, and every way on from there is tried. One thread uses one.
 */
final class TileParser {

  private static final int HASH_BITS = 17;
  private static final int SHORTEST = 4;
  private static final int SHORTEST_RECENT = 2;
  private static final int NICE = 192;
  private static final int DEPTH = 48;
  private static final int RECENT = 4;

  // Prices in eighths of a bit, estimated from what the models make of Debian's files.
  private static final int LITERAL = 42;
  private static final int LITERAL_SAME = 24;
  private static final int RECENT_MATCH = 34;
  private static final int FRESH_MATCH = 72;
  private static final int LENGTH_BIT = 9;
  private static final int DISTANCE_BIT = 6;

  private final DifferenceEncoder encoder = new DifferenceEncoder();
  private final int[] heads = new int[1 << HASH_BITS];
  private final int[] chain;
  private final int[] prices;
  private final int[] lengths;
  private final int[] distances;
  private final int[][] recents;
  private byte[] window = new byte[0];
  private int start;
  private int end;

  /** A parser for tiles and sources of up to some bytes. */
  TileParser(int tileSize, int sourceSize) {
    this.chain = new int[tileSize + sourceSize];
    this.prices = new int[tileSize + 1];
    this.lengths = new int[tileSize + 1];
    this.distances = new int[tileSize + 1];
    this.recents = new int[RECENT][tileSize + 1];
  }

  /**
   * Encodes a tile.
   *
   * @param newWindow the source, and the tile behind it
   * @param windowLength of both together
   */
  byte[] encode(byte[] newWindow, int sourceLength, int windowLength) {
    window = newWindow;
    start = sourceLength;
    end = windowLength;
    Arrays.fill(heads, -1);
    for (int i = 0; i < start; i++) {
      insert(i);
    }
    parse();
    return write();
  }

  private void parse() {
    Arrays.fill(prices, 0, end - start + 1, Integer.MAX_VALUE);
    prices[0] = 0;
    for (int rank = 0; rank < RECENT; rank++) {
      recents[rank][0] = Math.max(start, 1) + rank;
    }
    int skipTo = start;
    for (int at = start; at < end; at++) {
      if (at < skipTo) {
        insert(at);
        continue;
      }
      int best = tryRecent(at);
      best = Math.max(best, tryFresh(at));
      insert(at);
      if (best >= NICE) {
        skipTo = at + best;
      } else {
        tryLiteral(at);
      }
    }
  }

  private void tryLiteral(int at) {
    int reference = at - recents[0][at - start];
    boolean same = reference >= 0 && window[reference] == window[at];
    relax(at, 1, 0, prices[at - start] + (same ? LITERAL_SAME : LITERAL));
  }

  private int tryRecent(int at) {
    int longest = 0;
    for (int rank = 0; rank < RECENT; rank++) {
      int distance = recents[rank][at - start];
      if (distance > at) {
        continue;
      }
      int length = common(at - distance, at);
      int price = prices[at - start] + RECENT_MATCH + 8 * rank;
      if (length >= NICE) {
        relax(at, length, distance, price + lengthPrice(length));
        return length;
      }
      for (int shorter = SHORTEST_RECENT; shorter <= length; shorter++) {
        relax(at, shorter, distance, price + lengthPrice(shorter));
      }
      longest = Math.max(longest, length);
    }
    return longest;
  }

  private int tryFresh(int at) {
    if (at + SHORTEST > end) {
      return 0;
    }
    int longest = SHORTEST - 1;
    int depth = DEPTH;
    for (int there = heads[hash(at)]; there >= 0 && depth-- > 0; there = chain[there]) {
      if (at + longest < end && window[there + longest] != window[at + longest]) {
        continue;
      }
      int length = common(there, at);
      if (length <= longest) {
        continue;
      }
      int price = prices[at - start] + FRESH_MATCH + distancePrice(at, at - there);
      if (length >= NICE) {
        relax(at, length, at - there, price + lengthPrice(length));
        return length;
      }
      for (int shorter = longest + 1; shorter <= length; shorter++) {
        relax(at, shorter, at - there, price + lengthPrice(shorter));
      }
      longest = length;
    }
    return longest;
  }

  private void relax(int at, int length, int distance, int price) {
    int from = at - start;
    int to = from + length;
    if (price >= prices[to]) {
      return;
    }
    prices[to] = price;
    lengths[to] = length;
    distances[to] = distance;
    int rank = 0;
    if (distance != 0) {
      while (rank < RECENT - 1 && recents[rank][from] != distance) {
        rank++;
      }
      recents[0][to] = distance;
      for (int i = 1; i < RECENT; i++) {
        recents[i][to] = recents[i <= rank ? i - 1 : i][from];
      }
    } else {
      for (int i = 0; i < RECENT; i++) {
        recents[i][to] = recents[i][from];
      }
    }
  }

  private byte[] write() {
    // The way is known from its end: turn it round in place.
    int next = 0;
    for (int at = end - start; at > 0;) {
      int length = lengths[at];
      lengths[at] = next;
      next = at;
      at -= length;
    }
    encoder.begin(window, start);
    for (int at = 0; next > 0;) {
      if (distances[next] == 0) {
        encoder.literal();
      } else {
        encoder.match(distances[next], next - at);
      }
      at = next;
      next = lengths[next];
    }
    return encoder.finish();
  }

  private int common(int there, int at) {
    int mismatch = Arrays.mismatch(window, there, there + end - at, window, at, end);
    return mismatch < 0 ? end - at : mismatch;
  }

  private void insert(int at) {
    if (at + SHORTEST <= end) {
      int hash = hash(at);
      chain[at] = heads[hash];
      heads[hash] = at;
    }
  }

  private int hash(int at) {
    int word = (window[at] & 0xff) | ((window[at + 1] & 0xff) << 8)
        | ((window[at + 2] & 0xff) << 16) | (window[at + 3] << 24);
    return (word * 0x9e3779b1) >>> (32 - HASH_BITS);
  }

  private int distancePrice(int at, int distance) {
    int difference = Math.abs(distance - recents[0][at - start]);
    int bits = difference < 1 << 12 ? bits(difference) : bits(distance);
    return bits * DISTANCE_BIT;
  }

  private static int lengthPrice(int length) {
    return bits(length) * LENGTH_BIT;
  }

  private static int bits(int number) {
    return 32 - Integer.numberOfLeadingZeros(number);
  }
}
