package dev.bascule.image.toml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known name that somebody who wrote an unknown one probably meant. */
public final class Suggestion {

  private static final int MAX_LENGTH = 64;

  private Suggestion() {}

  /** The nearest name, if it is near: at most a third of its letters are wrong. */
  public static Optional<String> nearest(String written, Collection<String> known) {
    if (written.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    return known.stream()
        .min(Comparator.comparingInt((String name) -> distance(written, name))
            .thenComparing(Comparator.naturalOrder()))
        .filter(name -> distance(written, name) <= Math.max(1, name.length() / 3));
  }

  /** Letters inserted, removed or changed between two words, and neighbours swapped. */
  static int distance(String one, String two) {
    int[][] distances = new int[one.length() + 1][two.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= two.length(); j++) {
        distances[i][j] = i == 0 || j == 0 ? i + j : least(distances, one, two, i, j);
      }
    }
    return distances[one.length()][two.length()];
  }

  private static int least(int[][] distances, String one, String two, int i, int j) {
    boolean same = one.charAt(i - 1) == two.charAt(j - 1);
    int least = Math.min(
        distances[i - 1][j - 1] + (same ? 0 : 1),
        Math.min(distances[i - 1][j], distances[i][j - 1]) + 1);
    boolean swapped = i > 1 && j > 1
        && one.charAt(i - 1) == two.charAt(j - 2)
        && one.charAt(i - 2) == two.charAt(j - 1);
    return swapped ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
  }
}
