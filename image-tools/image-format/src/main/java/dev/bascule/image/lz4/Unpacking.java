package dev.bascule.image.lz4;

import dev.bascule.image.difference.ColumnWriter;
import java.util.stream.IntStream;

/**
 * What of a packed text a tile is made from. Texts are counted in blocks of 4096 bytes, each text from a block on.
 *
 * @param skipped bytes of the extent before the packed text
 * @param first the first block of the text that is needed
 * @param blocks how many are, at least 1
 * @param number what the first block's number is among the blocks of all texts of the base, for branches
 */
public record Unpacking(int skipped, int first, int blocks, int number) {

  /** The most bytes that its four numbers take. */
  static final int MAX_LENGTH = 4 * ColumnWriter.MAX_NUMBER;

  /** So many of its blocks, from one of them on. */
  public Unpacking part(int from, int count) {
    return new Unpacking(skipped, first + from, count, number + from);
  }

  /** The numbers of its blocks. */
  public IntStream numbers() {
    return IntStream.range(number, number + blocks);
  }
}
