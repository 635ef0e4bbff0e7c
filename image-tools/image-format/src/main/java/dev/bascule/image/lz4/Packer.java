package dev.bascule.image.lz4;

import dev.bascule.image.difference.ColumnReader;
import dev.bascule.image.difference.MalformedDifferenceException;

/**
 * Packs a tile's text again, as its parts say that {@link RepackDecoder} made. Memory: the text, at most {@value
 * RepackDecoder#MAX_TEXT} bytes, its parts, and what {@link Parse} takes. One thread uses one at a time.
 */
public final class Packer {

  /** The most runs in a tile: one for each packed text that the tile has a part of. */
  static final int MAX_RUNS = 64;
  /** Bytes that may be compared for each byte of the text. Linux takes 9 on average, and 19 where it takes most. */
  private static final int COMPARED_FOR_EACH = 1 << 8;

  private final ColumnReader parts = new ColumnReader("parts");
  private final Parse parse = new Parse();
  private byte[] text = {};
  private int textLength;

  /** Bytes that may be compared for a text of a length. */
  static long comparable(int length) {
    return (long) COMPARED_FOR_EACH * length;
  }

  /** Room for a text, at most {@link RepackDecoder#MAX_TEXT} bytes. */
  byte[] text(int length) {
    if (text.length < length) {
      text = new byte[Math.max(length, Math.min(2 * text.length, RepackDecoder.MAX_TEXT))];
    }
    textLength = length;
    return text;
  }

  /** What the tile consists of. */
  ColumnReader parts() {
    return parts;
  }

  /**
   * Makes the tile.
   *
   * @param tile receives it from its first byte on
   * @param length bytes to make
   * @throws MalformedDifferenceException if it is no such tile; what the array holds then is undefined
   */
  public void pack(byte[] tile, int length) throws MalformedDifferenceException {
    SequenceWriter out = new SequenceWriter(tile, length);
    parse.allow(comparable(textLength));
    for (int runs = 0; runs <= MAX_RUNS && out.position() < length; runs++) {
      int plain = parts.takeNumber("bytes as they are", 0, length - out.position());
      parts.takeBytes(tile, out.position(), plain);
      out.skip(plain);
      if (out.position() < length) {
        packRun(out);
      }
    }
    parts.requireEnd();
    if (out.position() < length) {
      throw new MalformedDifferenceException("parts: expected at most " + MAX_RUNS
          + " runs of sequences, found more");
    }
  }

  private void packRun(SequenceWriter out) throws MalformedDifferenceException {
    int first = parts.takeNumber("packed text's beginning", 0, textLength);
    int at = first + parts.takeNumber(
        "first sequence", 0, Math.min(textLength - first, Match.FARTHEST));
    int end = at + parts.takeNumber("packed text's end", 0, textLength - at);
    int left = parts.takeNumber("sequences", 1, textLength);
    parse.begin(text, first, at, end);
    while (left > 0) {
      int right = parts.takeNumber("right sequences", 0, left);
      for (int i = 0; i < right; i++) {
        Match match = parse.next();
        if (match == null) {
          throw new MalformedDifferenceException("packed text: expected " + (left - i)
              + " sequences more from byte " + at + " to " + end + ", found none");
        }
        out.write(text, at, match);
        at = match.end();
      }
      left -= right;
      if (left > 0) {
        parse.next(); // whoever wrote this had guessed as well, and what follows depends on it
        Match match = takeMatch(first, at, end);
        out.write(text, at, match);
        parse.take(match);
        at = match.end();
        left--;
      }
    }
  }

  private Match takeMatch(int first, int at, int end) throws MalformedDifferenceException {
    int start = at + parts.takeNumber("literals", 0, end - at);
    int length = parts.takeNumber("match", 0, end - start - Match.LEAST) + Match.LEAST;
    int distance = parts.takeNumber("distance", 1, Math.min(Match.FARTHEST, start - first));
    return new Match(start, start - distance, length);
  }
}
