package dev.bascule.image.lz4;

/**
 * Bytes of a text that repeat earlier ones.
 *
 * @param start where they begin
 * @param from where those begin that they repeat
 * @param length how many they are, at least {@link #LEAST}
 */
public record Match(int start, int from, int length) {

  /** The shortest match that LZ4 knows. */
  public static final int LEAST = 4;

  /** The longest distance that LZ4 knows. */
  public static final int FARTHEST = 65_535;

  /** Where they end. */
  public int end() {
    return start + length;
  }

  /** How far before them those are. */
  public int distance() {
    return start - from;
  }

  /** What of it is at or after a place. */
  Match after(int place) {
    int less = Math.max(0, place - start);
    return new Match(start + less, from + less, length - less);
  }

  /** What of it is before a place. */
  Match before(int place) {
    return new Match(start, from, Math.min(length, place - start));
  }
}
