package dev.bascule.image.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The one byte sequence that stands for a JSON value when it is signed: OLPC Canonical JSON as TUF uses it
 * (wiki.laptop.org/go/Canonical_JSON).
 *
 * <p>No white space; members sorted by the code points of their names; integers only; in strings only
 * {@code "} and {@code \} are escaped, every other character, control characters too, stands as it is in
 * UTF-8. The result is for hashing and signing: with a control character in a string it is not JSON.
 */
public final class CanonicalJson {

  private CanonicalJson() {}

  /**
   * Writes a value canonically.
   *
   * @throws IllegalArgumentException for numbers that are not integers, unpaired surrogates, and nodes
   *     that are no JSON; {@link StrictJson} never returns one
   */
  public static byte[] encode(JsonNode value) {
    StringBuilder text = new StringBuilder();
    append(text, value);
    for (int i = 0; i < text.length(); i++) {
      int c = text.codePointAt(i);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        throw new IllegalArgumentException("an unpaired surrogate cannot be signed");
      }
      i += Character.charCount(c) - 1;
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder text, JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT -> appendObject(text, value);
      case ARRAY -> appendArray(text, value);
      case STRING -> appendString(text, value.textValue());
      case NUMBER -> {
        if (!value.isIntegralNumber()) {
          throw new IllegalArgumentException("only integers can be signed, not " + value);
        }
        text.append(value.bigIntegerValue());
      }
      case BOOLEAN -> text.append(value.booleanValue());
      case NULL -> text.append("null");
      case BINARY, POJO, MISSING -> throw new IllegalArgumentException(
          "not JSON: " + value.getNodeType());
    }
  }

  private static void appendObject(StringBuilder text, JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    names.sort(CanonicalJson::compareCodePoints);
    text.append('{');
    String separator = "";
    for (String name : names) {
      text.append(separator);
      appendString(text, name);
      text.append(':');
      append(text, object.get(name));
      separator = ",";
    }
    text.append('}');
  }

  private static void appendArray(StringBuilder text, JsonNode array) {
    text.append('[');
    for (Iterator<JsonNode> elements = array.elements(); elements.hasNext();) {
      append(text, elements.next());
      text.append(elements.hasNext() ? "," : "");
    }
    text.append(']');
  }

  private static void appendString(StringBuilder text, String content) {
    text.append('"').append(content.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
  }

  /** Not {@link String#compareTo}: that sorts U+E000 to U+FFFF behind everything above U+FFFF. */
  private static int compareCodePoints(String one, String two) {
    for (int i = 0; i < Math.min(one.length(), two.length()); i++) {
      if (one.charAt(i) != two.charAt(i)) {
        return Integer.compare(one.codePointAt(i), two.codePointAt(i));
      }
    }
    return Integer.compare(one.length(), two.length());
  }
}
