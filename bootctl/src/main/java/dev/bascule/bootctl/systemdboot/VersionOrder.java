package dev.bascule.bootctl.systemdboot;

import java.util.Comparator;
import java.util.List;

/**
 * The order of versions by the UAPI group's Version Format Specification: what systemd's
 * {@code strverscmp_improved} says.
 */
public enum VersionOrder implements Comparator<String> {
  OLDEST_FIRST;

  /** Older is what has the earlier of these next: a pre-release, then a release, a patch, a point. */
  private static final List<Character> SEPARATORS = List.of('~', '-', '^', '.');

  @Override
  public int compare(String one, String two) {
    var a = new Cursor(one);
    var b = new Cursor(two);
    while (true) {
      a.skipOthers();
      b.skipOthers();
      for (char separator : SEPARATORS) {
        if (separator == '-' && (a.atEnd() || b.atEnd())) {
          return Boolean.compare(b.atEnd(), a.atEnd());
        }
        if (a.at(separator) || b.at(separator)) {
          int order = Boolean.compare(b.at(separator), a.at(separator));
          if (order != 0) {
            return order;
          }
          a.position++;
          b.position++;
        }
      }
      int order = a.atDigit() || b.atDigit()
          ? compareNumbers(a.takeDigits(), b.takeDigits())
          : a.takeLetters().compareTo(b.takeLetters());
      if (order != 0) {
        return order;
      }
    }
  }

  /** A number is newer than none; leading zeros do not count. */
  private static int compareNumbers(String one, String two) {
    if (one.isEmpty() || two.isEmpty()) {
      return Boolean.compare(!one.isEmpty(), !two.isEmpty());
    }
    String a = one.replaceFirst("^0+", "");
    String b = two.replaceFirst("^0+", "");
    return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
  }

  private static final class Cursor {
    private final String text;
    private int position;

    Cursor(String text) {
      this.text = text;
    }

    boolean atEnd() {
      return position == text.length();
    }

    boolean at(char c) {
      return !atEnd() && text.charAt(position) == c;
    }

    boolean atDigit() {
      return !atEnd() && isDigit(text.charAt(position));
    }

    void skipOthers() {
      while (!atEnd() && !isDigit(text.charAt(position))
          && !isLetter(text.charAt(position))
          && !SEPARATORS.contains(text.charAt(position))) {
        position++;
      }
    }

    String takeDigits() {
      int from = position;
      while (atDigit()) {
        position++;
      }
      return text.substring(from, position);
    }

    String takeLetters() {
      int from = position;
      while (!atEnd() && isLetter(text.charAt(position))) {
        position++;
      }
      return text.substring(from, position);
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
  }
}
