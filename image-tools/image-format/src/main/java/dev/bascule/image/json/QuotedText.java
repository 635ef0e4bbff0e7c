package dev.bascule.image.json;

/** A text from someone else's document, fit for a message: on one line, and not too long. */
public final class QuotedText {

  /** UTF-16 units of a text that are shown. */
  static final int MAX_SHOWN = 80;

  private QuotedText() {}

  /** In quotes: cut at 80 characters, with what is no visible character escaped. */
  public static String of(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().limit(MAX_SHOWN).forEach(c -> {
      if (isHarmless(c)) {
        quoted.append((char) c);
      } else {
        quoted.append("\\u%04x".formatted(c));
      }
    });
    return quoted.append(text.length() > MAX_SHOWN ? "…\"" : "\"").toString();
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
