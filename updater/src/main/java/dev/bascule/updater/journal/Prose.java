package dev.bascule.updater.journal;

/** Text for people inside an event: of bounded length, and always writable as JSON. */
public final class Prose {

  static final int MAX_LENGTH = 1024;

  private Prose() {}

  /** The text, or the end of it: what a failing program says last says most. */
  static String of(String text) {
    return of(text, MAX_LENGTH);
  }

  /** The same with a length of its own, in UTF-16 units. */
  public static String of(String text, int maxLength) {
    String end = text.length() <= maxLength
        ? text
        : "…" + text.substring(text.length() - maxLength + 1);
    StringBuilder writable = new StringBuilder(end.length());
    end.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '?' : c)
        .forEach(writable::appendCodePoint);
    return writable.toString();
  }
}
