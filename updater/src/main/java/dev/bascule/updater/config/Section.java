package dev.bascule.updater.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.toml.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One table of the configuration, read key by key. Nothing is converted: a number is not a text. A key that nobody
 * asked for is unknown; {@link #refuseUnknown} says so once all are read.
 */
final class Section {

  private final ObjectNode table;
  private final String path;
  private final Layers layers;
  private final Set<String> asked = new TreeSet<>();

  Section(ObjectNode table, String path, Layers layers) {
    this.table = table;
    this.path = path;
    this.layers = layers;
  }

  /** A text. */
  String string(String key) throws ConfigurationException {
    return optionalString(key).orElseThrow(() -> missing(key, "a text"));
  }

  Optional<String> optionalString(String key) throws ConfigurationException {
    JsonNode value = value(key);
    return value == null ? Optional.empty() : Optional.of(text(value, key));
  }

  /** A text that is parsed; the parser throws IllegalArgumentException for what it refuses. */
  <T> T parsed(String key, String expected, Function<String, T> parser)
      throws ConfigurationException {
    return optionalParsed(key, expected, parser).orElseThrow(() -> missing(key, expected));
  }

  <T> Optional<T> optionalParsed(String key, String expected, Function<String, T> parser)
      throws ConfigurationException {
    Optional<String> text = optionalString(key);
    try {
      return text.map(parser);
    } catch (IllegalArgumentException e) {
      throw wrong(key, expected, '"' + text.orElseThrow() + '"');
    }
  }

  /** A list of texts. */
  Optional<List<String>> optionalStrings(String key) throws ConfigurationException {
    JsonNode value = value(key);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isArray()) {
      throw wrong(key, "a list of texts", describe(value));
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value) {
      texts.add(text(element, key + "[" + texts.size() + "]"));
    }
    return Optional.of(List.copyOf(texts));
  }

  /** Whether the key has a list. */
  boolean isList(String key) {
    JsonNode value = table.get(key);
    return value != null && value.isArray();
  }

  /** A whole number between two bounds, both included, or a default. */
  int integer(String key, int absent, int least, int greatest) throws ConfigurationException {
    JsonNode value = value(key);
    if (value == null) {
      return absent;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()
        || value.intValue() < least
        || value.intValue() > greatest) {
      throw wrong(key, "a whole number from " + least + " to " + greatest, describe(value));
    }
    return value.intValue();
  }

  /** {@code true} or {@code false}, or a default. */
  boolean bool(String key, boolean absent) throws ConfigurationException {
    JsonNode value = value(key);
    if (value == null) {
      return absent;
    }
    if (!value.isBoolean()) {
      throw wrong(key, "true or false", describe(value));
    }
    return value.booleanValue();
  }

  /** A length of time between two bounds, both included, or a default. */
  Duration duration(String key, String absent, String least, String greatest)
      throws ConfigurationException {
    String expected =
        "a length of time from " + least + " to " + greatest + ", such as 90s or 1h30m";
    Duration duration = optionalParsed(key, expected, Span::parse).orElse(Span.parse(absent));
    if (duration.compareTo(Span.parse(least)) < 0 || duration.compareTo(Span.parse(greatest)) > 0) {
      throw wrong(key, expected, Span.format(duration));
    }
    return duration;
  }

  /** A table inside this one; an absent one is empty. */
  Section table(String key) throws ConfigurationException {
    JsonNode value = value(key);
    if (value == null) {
      return new Section(JsonNodeFactory.instance.objectNode(), key(key), layers);
    }
    if (value instanceof ObjectNode object) {
      return new Section(object, key(key), layers);
    }
    throw wrong(key, "a table [" + key + "]", describe(value));
  }

  /** A list of tables; an absent one is empty. */
  List<Section> tables(String key) throws ConfigurationException {
    JsonNode value = value(key);
    List<Section> sections = new ArrayList<>();
    if (value == null) {
      return sections;
    }
    if (!value.isArray()) {
      throw wrong(key, "tables [[" + key + "]]", describe(value));
    }
    for (JsonNode element : value) {
      if (!(element instanceof ObjectNode object)) {
        throw wrong(key, "tables [[" + key + "]]", describe(value));
      }
      sections.add(new Section(object, key(key) + "[" + sections.size() + "]", layers));
    }
    return sections;
  }

  /** Whether the table has any key. */
  boolean present() {
    return !table.isEmpty();
  }

  /** Refuses keys that were not asked for, with the name that was probably meant. */
  void refuseUnknown() throws ConfigurationException {
    for (var property : table.properties()) {
      if (!asked.contains(property.getKey())) {
        String remedy = Suggestion.nearest(property.getKey(), asked)
            .map(name -> "did you mean " + key(name) + "?")
            .orElse("known here: " + String.join(", ", asked));
        String key = key(property.getKey());
        throw new ConfigurationException(layers.fileOf(key), key, "is not a known key", remedy);
      }
    }
  }

  /** The error for a value that has the right type but not the right meaning. */
  ConfigurationException wrong(String key, String expected, String found) {
    String path = key(key);
    return new ConfigurationException(layers.fileOf(path), path,
        "expected " + expected + ", found " + found,
        "correct the value in " + layers.fileOf(path));
  }

  private ConfigurationException missing(String key, String expected) {
    String path = key(key);
    return new ConfigurationException(layers.fileOf(path), path,
        "expected " + expected + ", found nothing", "add it to " + layers.fileOf(path));
  }

  private @Nullable JsonNode value(String key) {
    asked.add(key);
    return table.get(key);
  }

  private String text(JsonNode value, String key) throws ConfigurationException {
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw wrong(key, "a text", describe(value));
    }
    return value.textValue();
  }

  private String key(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String describe(JsonNode value) {
    String text = value.isArray() ? "a list" : value.isObject() ? "a table" : value.toString();
    return text.length() <= 80 ? text : text.substring(0, 80) + "…";
  }
}
