package dev.bascule.image.tuf;

/**
 * A pattern for target paths (specification 4.5): {@code *} stands for any characters, {@code ?} for one,
 * neither for a {@code /}; everything else, case and brackets included, stands for itself.
 */
public record PathPattern(String pattern) {

  /** Whether the whole path matches. Takes at most the product of both lengths in steps. */
  public boolean matches(String path) {
    String[] patterns = pattern.split("/", -1);
    String[] names = path.split("/", -1);
    if (patterns.length != names.length) {
      return false;
    }
    for (int i = 0; i < names.length; i++) {
      if (!matches(codePoints(patterns[i]), codePoints(names[i]))) {
        return false;
      }
    }
    return true;
  }

  /** Goes on greedily, and back only to the last star: an earlier one never helps. */
  private static boolean matches(int[] pattern, int[] name) {
    int p = 0;
    int n = 0;
    int afterStar = -1;
    int starTakesUpTo = 0;
    while (n < name.length) {
      if (p < pattern.length && pattern[p] == '*') {
        afterStar = ++p;
        starTakesUpTo = n;
      } else if (p < pattern.length && (pattern[p] == '?' || pattern[p] == name[n])) {
        p++;
        n++;
      } else if (afterStar >= 0) {
        p = afterStar;
        n = ++starTakesUpTo;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == '*') {
      p++;
    }
    return p == pattern.length;
  }

  private static int[] codePoints(String text) {
    return text.codePoints().toArray();
  }
}
