package dev.bascule.image.json;

/** Where a value stands in a document, in words for messages: {@code signed.meta["a/b.json"].version}. */
final class JsonPath {

  private static final int MAX_SHOWN = 80;

  private JsonPath() {}

  static String member(String parent, String name) {
    if (!isPlain(name)) {
      return parent + "[" + quote(name) + "]";
    }
    return parent.isEmpty() ? name : parent + "." + name;
  }

  static String element(String parent, int index) {
    return parent + "[" + index + "]";
  }

  /** A text in quotes on one line, however hostile: cut at 80 characters, control characters escaped. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars().limit(MAX_SHOWN).forEach(c -> {
      if (c < ' ' || c == 0x7f || Character.isSurrogate((char) c)) {
        quoted.append("\\u%04x".formatted(c));
      } else {
        quoted.append((char) c);
      }
    });
    return quoted.append(text.length() > MAX_SHOWN ? "…\"" : "\"").toString();
  }

  private static boolean isPlain(String name) {
    return !name.isEmpty() && name.length() <= MAX_SHOWN
        && name.chars()
            .allMatch(c -> c == '_' || c == '-' || (c < 0x80 && Character.isLetterOrDigit(c)));
  }
}
