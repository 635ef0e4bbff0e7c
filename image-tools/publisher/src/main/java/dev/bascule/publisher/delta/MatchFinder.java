package dev.bascule.publisher.delta;

import dev.bascule.image.tile.Extent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds by content where a tile's parts stand in the base and in the volume's own earlier tiles. Nothing is known of file
 * systems: whatever moved is found, as long as 32 bytes of it in a row stayed the same here and there.
 *
 * <p>Every anchor of the tile votes for the diagonals of the places where the same text stands; then each anchor goes to
 * the diagonal with the most votes, and neighbours on one diagonal make a match.
 */
final class MatchFinder {

  private static final int LARGEST_GAP = 16 << 10;

  private final @Nullable AnchorIndex old;
  private final @Nullable AnchorIndex own;
  private final DiagonalVotes votes = new DiagonalVotes();
  private final long[] places = new long[AnchorIndex.PLACES];
  private long[] candidates = new long[1 << 12];
  private int[] positions = new int[1 << 12];
  private int count;

  /**
   * A finder for one thread.
   *
   * @param old the base's anchors, or null without one
   * @param own the anchors of the volume that the tiles are of, or null to leave it out
   */
  MatchFinder(@Nullable AnchorIndex old, @Nullable AnchorIndex own) {
    this.old = old;
    this.own = own;
  }

  /** The matches of a tile that begins at an offset of its volume; the one with most anchors first. */
  List<Match> find(byte[] tile, long offset) {
    gather(tile, offset);
    return matches();
  }

  private void gather(byte[] tile, long offset) {
    count = 0;
    if (old == null && own == null) {
      return;
    }
    votes.clear();
    long hash = 0;
    for (int i = 0; i < tile.length; i++) {
      hash = RollingHash.step(hash, tile[i]);
      if (i < RollingHash.WINDOW - 1) {
        continue;
      }
      if (old != null && old.isAnchor(hash)) {
        int found = old.find(hash, places);
        for (int j = 0; j < found; j++) {
          add(i, diagonal(Extent.Space.OLD, places[j] - offset - i));
        }
      }
      if (own != null && own.isAnchor(hash)) {
        int found = own.find(hash, places);
        for (int j = 0; j < found; j++) {
          if (places[j] < offset) {
            add(i, diagonal(Extent.Space.NEW, places[j] - offset - i));
          }
        }
      }
    }
  }

  private void add(int position, long diagonal) {
    if (count == candidates.length) {
      candidates = Arrays.copyOf(candidates, 2 * count);
      positions = Arrays.copyOf(positions, 2 * count);
    }
    candidates[count] = diagonal;
    positions[count++] = position;
    votes.add(diagonal);
  }

  private List<Match> matches() {
    List<Match> matches = new ArrayList<>();
    Map<Long, Match> open = new HashMap<>();
    for (int from = 0, to; from < count; from = to) {
      long best = candidates[from];
      for (to = from + 1; to < count && positions[to] == positions[from]; to++) {
        if (votes.count(candidates[to]) > votes.count(best)) {
          best = candidates[to];
        }
      }
      extend(open, matches, best, positions[from] + 1);
    }
    matches.addAll(open.values());
    matches.sort(Comparator.comparingInt(Match::anchors)
        .reversed()
        .thenComparingInt(Match::start)
        .thenComparingLong(Match::distance));
    return matches;
  }

  private static void extend(Map<Long, Match> open, List<Match> done, long diagonal, int end) {
    Match before = open.get(diagonal);
    int start = Math.max(0, end - RollingHash.WINDOW);
    if (before != null && start - before.end() <= LARGEST_GAP) {
      open.put(diagonal, new Match(before.space(), before.start(), end, before.distance(),
          before.anchors() + 1));
      return;
    }
    if (before != null) {
      done.add(before);
    }
    open.put(diagonal, new Match(space(diagonal), start, end, diagonal >> 1, 1));
  }

  private static long diagonal(Extent.Space space, long distance) {
    return (distance << 1) | (space == Extent.Space.OLD ? 0 : 1);
  }

  private static Extent.Space space(long diagonal) {
    return (diagonal & 1) == 0 ? Extent.Space.OLD : Extent.Space.NEW;
  }
}
