package dev.bascule.image.lz4;

import dev.bascule.image.difference.MalformedDifferenceException;
import java.util.Arrays;

/** Packs a text as {@code lz4 -9} does, so that no tool is needed to have one. */
public final class TextPacker {

  private static final int HALF = 4;
  private static final int LONG_COUNT = 15;
  private static final int MORE_FOLLOWS = 255;

  private TextPacker() {}

  /** A text as one block of LZ4, without a frame around it. */
  public static byte[] pack(byte[] text) throws MalformedDifferenceException {
    byte[] packed = new byte[text.length + text.length / MORE_FOLLOWS + 16];
    SequenceWriter out = new SequenceWriter(packed, packed.length);
    Parse parse = new Parse();
    parse.allow(Packer.comparable(text.length));
    parse.begin(text, 0, 0, text.length);
    int at = 0;
    for (Match match = parse.next(); match != null; match = parse.next()) {
      out.write(text, at, match);
      at = match.end();
    }
    return Arrays.copyOf(packed, putLast(text, at, packed, out.position()));
  }

  /** The literals behind the last match; returns where the block ends. */
  private static int putLast(byte[] text, int from, byte[] packed, int begin) {
    int at = begin;
    int count = text.length - from;
    packed[at++] = (byte) (Math.min(count, LONG_COUNT) << HALF);
    if (count >= LONG_COUNT) {
      int rest = count - LONG_COUNT;
      for (; rest >= MORE_FOLLOWS; rest -= MORE_FOLLOWS) {
        packed[at++] = (byte) MORE_FOLLOWS;
      }
      packed[at++] = (byte) rest;
    }
    System.arraycopy(text, from, packed, at, count);
    return at + count;
  }
}
