package dev.bascule.image.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.image.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object, read by name and type. Nothing is converted: {@code "1"}, {@code 1.0} and
 * {@code true} are not 1, and {@code null} is neither absent nor a value. Every error names the member by
 * its path in the document and says what was expected and what was found.
 */
public final class Members {

  private final JsonNode object;
  private final String path;

  private Members(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /** The members of a document that is an object. */
  public static Members of(JsonNode document) throws JsonException {
    return of(document, "");
  }

  private static Members of(JsonNode value, String path) throws JsonException {
    if (!value.isObject()) {
      throw unexpected(path, "an object", value);
    }
    return new Members(value, path);
  }

  /** The object itself, as the document has it. */
  public JsonNode node() {
    return object;
  }

  /** Where the object stands in the document; empty for the document itself. */
  public String path() {
    return path;
  }

  /** The members' names, in the document's order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Whether there is a member of this name, whatever its value. */
  public boolean has(String name) {
    return object.has(name);
  }

  /** A string, of 65,536 UTF-16 units at most. */
  public String string(String name) throws JsonException {
    return string(required(name, "a string"), pathOf(name));
  }

  /** A string, if the member is there. */
  public Optional<String> optionalString(String name) throws JsonException {
    return has(name) ? Optional.of(string(name)) : Optional.empty();
  }

  /**
   * A string that is parsed.
   *
   * @param what what it is, for messages: {@code a version}
   * @param parser throws {@link IllegalArgumentException} for what it refuses
   */
  public <T> T parsed(String name, String what, Function<String, T> parser) throws JsonException {
    String text = string(required(name, what), pathOf(name));
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      JsonException refused = new JsonException(pathOf(name),
          "expected " + what + ", found " + QuotedText.of(text));
      refused.initCause(e);
      throw refused;
    }
  }

  /** An integer between two bounds, both included. */
  public long integer(String name, long least, long greatest) throws JsonException {
    String expected = greatest == Long.MAX_VALUE
        ? "an integer of " + least + " or more"
        : "an integer from " + least + " to " + greatest;
    JsonNode value = required(name, expected);
    if (!value.isIntegralNumber() || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > greatest) {
      throw unexpected(pathOf(name), expected, value);
    }
    return value.longValue();
  }

  /** An integer between two bounds, both included, if the member is there. */
  public OptionalLong optionalInteger(String name, long least, long greatest) throws JsonException {
    return has(name) ? OptionalLong.of(integer(name, least, greatest)) : OptionalLong.empty();
  }

  /** True or false. */
  public boolean bool(String name) throws JsonException {
    JsonNode value = required(name, "true or false");
    if (!value.isBoolean()) {
      throw unexpected(pathOf(name), "true or false", value);
    }
    return value.booleanValue();
  }

  /** True or false, or a default where the member is absent. */
  public boolean bool(String name, boolean absent) throws JsonException {
    return has(name) ? bool(name) : absent;
  }

  /** Bytes in hexadecimal digits, lower or upper case; empty for an empty string. */
  public byte[] hex(String name) throws JsonException {
    return parsed(name, "an even number of hex digits", HexFormat.of()::parseHex);
  }

  /** A SHA-256 in 64 lower-case hexadecimal digits. */
  public Sha256 sha256(String name) throws JsonException {
    return parsed(name, "a SHA-256 in 64 lower-case hex digits", Sha256::parse);
  }

  /** A time as in {@code 2030-01-31T23:59:59Z}, and in no other form. */
  public Instant instant(String name) throws JsonException {
    return parsed(name, "a time as in 2030-01-31T23:59:59Z", UtcSecond::parse);
  }

  /** An object. */
  public Members object(String name) throws JsonException {
    return of(required(name, "an object"), pathOf(name));
  }

  /** An object, if the member is there. */
  public Optional<Members> optionalObject(String name) throws JsonException {
    return has(name) ? Optional.of(object(name)) : Optional.empty();
  }

  /** An array of objects, with at most so many elements. */
  public List<Members> objects(String name, int maxCount) throws JsonException {
    return array(name, maxCount, Members::of);
  }

  /** An array of strings, with at most so many elements. */
  public List<String> strings(String name, int maxCount) throws JsonException {
    return array(name, maxCount, Members::string);
  }

  /**
   * Refuses members with other names. For formats that are not meant to grow: TUF's own say that what is
   * not known is ignored.
   */
  public void refuseOthersThan(Set<String> known) throws JsonException {
    for (String name : names()) {
      if (!known.contains(name)) {
        throw new JsonException(pathOf(name),
            "unknown, expected only " + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  /** The error for a member that has the right type but not the right meaning. */
  public JsonException wrong(String name, String expected) {
    JsonNode value = object.get(name);
    return unexpected(pathOf(name), expected, value);
  }

  private <T> List<T> array(String name, int maxCount, ElementReader<T> reader)
      throws JsonException {
    String expected = "an array of at most " + maxCount + " elements";
    JsonNode array = required(name, expected);
    if (!array.isArray()) {
      throw unexpected(pathOf(name), expected, array);
    }
    if (array.size() > maxCount) {
      throw new JsonException(pathOf(name), "expected " + expected + ", found " + array.size());
    }
    List<T> elements = new ArrayList<>();
    for (JsonNode element : array) {
      elements.add(reader.read(element, JsonPath.element(pathOf(name), elements.size())));
    }
    return List.copyOf(elements);
  }

  private JsonNode required(String name, String expected) throws JsonException {
    JsonNode value = object.get(name);
    if (value == null) {
      throw unexpected(pathOf(name), expected, null);
    }
    return value;
  }

  private String pathOf(String name) {
    return JsonPath.member(path, name);
  }

  private static String string(JsonNode value, String path) throws JsonException {
    if (!value.isTextual()) {
      throw unexpected(path, "a string", value);
    }
    return value.textValue();
  }

  private static JsonException unexpected(String path, String expected, @Nullable JsonNode found) {
    return new JsonException(path, "expected " + expected + ", found " + describe(found));
  }

  private static String describe(@Nullable JsonNode value) {
    if (value == null) {
      return "nothing";
    }
    return switch (value.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array of " + value.size();
      case STRING -> QuotedText.of(value.textValue());
      default -> value.asText();
    };
  }

  private interface ElementReader<T> {
    T read(JsonNode element, String path) throws JsonException;
  }
}
