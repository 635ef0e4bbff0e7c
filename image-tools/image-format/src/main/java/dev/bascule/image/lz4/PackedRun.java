package dev.bascule.image.lz4;

import java.util.List;

/**
 * Whole sequences of a packed text that stand together in a tile.
 *
 * @param tileFrom where they begin in the tile
 * @param tileTo where they end there
 * @param first where the text begins, or as much before {@code from} as matches may reach
 * @param from where what they pack begins
 * @param end where the text ends, or some bytes behind what they pack
 * @param matches of each sequence the match; the literals are what is between
 */
public record PackedRun(int tileFrom, int tileTo, int first, int from, int end,
    List<Match> matches) {

  public PackedRun {
    matches = List.copyOf(matches);
  }

  /** The same in a text that begins some bytes earlier. */
  public PackedRun moved(int bytes) {
    return new PackedRun(tileFrom, tileTo, first + bytes, from + bytes, end + bytes,
        matches.stream()
            .map(match -> new Match(match.start() + bytes, match.from() + bytes, match.length()))
            .toList());
  }
}
