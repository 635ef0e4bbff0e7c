package dev.bascule.updater.install;

import dev.bascule.image.tile.Segments;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which segments of a payload are going to be read, so that a request ends where the next gap begins: what a server has sent
 * already when a stream is given up was sent for nothing. Gaps of up to two segments are read through; a request costs about
 * as much.
 */
final class WantedBytes {

  /** Gaps of so many segments are read through. */
  static final int READ_THROUGH = 2;

  private final Segments segments;
  /** From the first segment of a run to the one behind its last. */
  private final TreeMap<Integer, Integer> runs = new TreeMap<>();

  /** None yet; of a place that nobody wanted, one segment is asked for. */
  WantedBytes(Segments segments) {
    this.segments = segments;
  }

  /** Wants the whole payload. */
  void addAll() {
    add(0, segments.length());
  }

  /** Wants some bytes, which lie behind those that were added before. */
  void add(long offset, long length) {
    if (length == 0) {
      return;
    }
    int first = segments.at(offset);
    int behind = segments.at(offset + length - 1) + 1;
    Map.Entry<Integer, Integer> before = runs.floorEntry(first);
    if (before != null && first - before.getValue() <= READ_THROUGH) {
      runs.put(before.getKey(), Math.max(before.getValue(), behind));
    } else {
      runs.put(first, behind);
    }
  }

  /** Where a request that begins at a byte has to end: behind the last byte that is wanted without a gap. */
  long endOf(long from) {
    int segment = segments.at(from);
    Map.Entry<Integer, Integer> run = runs.floorEntry(segment);
    int behind = run != null && run.getValue() > segment ? run.getValue() : segment + 1;
    return behind >= segments.count() ? segments.length() : segments.offset(behind);
  }
}
