package dev.bascule.image.lz4;

import dev.bascule.image.difference.MalformedDifferenceException;

/** Writes LZ4's sequences into a tile, and nothing beyond it. */
final class SequenceWriter {

  private static final int HALF = 4;
  private static final int LONG_COUNT = 15;
  private static final int MORE_FOLLOWS = 255;

  private final byte[] tile;
  private final int length;
  private int at;

  SequenceWriter(byte[] tile, int length) {
    this.tile = tile;
    this.length = length;
  }

  /** Where the next byte goes. */
  int position() {
    return at;
  }

  /** Goes on behind bytes that something else writes. */
  void skip(int bytes) {
    at += bytes;
  }

  /** Writes literals of a text from a place on, and the match behind them. */
  void write(byte[] text, int from, Match match) throws MalformedDifferenceException {
    int literals = match.start() - from;
    int matched = match.length() - Match.LEAST;
    putByte((Math.min(literals, LONG_COUNT) << HALF) | Math.min(matched, LONG_COUNT));
    putRest(literals);
    if (literals > length - at) {
      throw outside();
    }
    System.arraycopy(text, from, tile, at, literals);
    at += literals;
    putByte(match.distance());
    putByte(match.distance() >>> Byte.SIZE);
    putRest(matched);
  }

  private void putRest(int count) throws MalformedDifferenceException {
    if (count >= LONG_COUNT) {
      int rest = count - LONG_COUNT;
      for (; rest >= MORE_FOLLOWS; rest -= MORE_FOLLOWS) {
        putByte(MORE_FOLLOWS);
      }
      putByte(rest);
    }
  }

  private void putByte(int value) throws MalformedDifferenceException {
    if (at == length) {
      throw outside();
    }
    tile[at++] = (byte) value;
  }

  private MalformedDifferenceException outside() {
    return new MalformedDifferenceException(
        "packed sequences: expected no more than the " + length + " bytes of the tile");
  }
}
