package dev.bascule.image.json;

/** Where a value stands in a document, in words for messages: {@code signed.meta["a/b.json"].version}. */
final class JsonPath {

  private JsonPath() {}

  static String member(String parent, String name) {
    if (!isPlain(name)) {
      return parent + "[" + QuotedText.of(name) + "]";
    }
    return parent.isEmpty() ? name : parent + "." + name;
  }

  static String element(String parent, int index) {
    return parent + "[" + index + "]";
  }

  private static boolean isPlain(String name) {
    return !name.isEmpty() && name.length() <= QuotedText.MAX_SHOWN
        && name.chars()
            .allMatch(c -> c == '_' || c == '-' || (c < 0x80 && Character.isLetterOrDigit(c)));
  }
}
