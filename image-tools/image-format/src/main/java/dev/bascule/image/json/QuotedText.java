package dev.bascule.image.json;

/** A text from someone else's document, fit for a message: on one line, and not too long. */
public final class QuotedText {

  /** UTF-16 units of a text that are shown. */
  static final int MAX_SHOWN = 80;

  private QuotedText() {}

  /** In quotes: cut at 80 characters, with what is no visible character escaped. */
  public static String of(String text) {
    boolean cut = text.length() > MAX_SHOWN;
    return '"' + oneLine(cut ? text.substring(0, MAX_SHOWN) : text) + (cut ? "…\"" : "\"");
  }

  /** Without quotes, however long, with what is no visible character escaped: a message with such a text in it. */
  public static String oneLine(String text) {
    StringBuilder line = new StringBuilder();
    text.chars().forEach(c -> {
      if (isHarmless(c)) {
        line.append((char) c);
      } else {
        line.append("\\u%04x".formatted(c));
      }
    });
    return line.toString();
  }

  /** As it is, or in quotes if that would not be on one line, or too long. */
  public static String whereNeeded(String text) {
    boolean plain = !text.isEmpty() && text.length() <= MAX_SHOWN
        && text.chars().allMatch(QuotedText::isHarmless);
    return plain ? text : of(text);
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
        false;
      default -> true;
    };
  }
}
