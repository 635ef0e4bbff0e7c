package dev.bascule.image.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON document (RFC 8259) so that every reader of the same bytes sees the same values, at a cost
 * that the document cannot choose.
 *
 * <p>Refused beside what RFC 8259 refuses: documents over the caller's limit, anything but UTF-8, a byte
 * order mark, more than {@value #MAX_NESTING} levels, strings over {@value #MAX_STRING} and names over
 * {@value #MAX_NAME} UTF-16 units, numbers over {@value #MAX_DIGITS} digits, numbers with a fraction or an
 * exponent, a name twice in one object, unpaired surrogates, and anything but white space after the value.
 */
public final class StrictJson {

  /** Levels of objects and arrays. */
  public static final int MAX_NESTING = 64;

  /** UTF-16 units in a string. */
  public static final int MAX_STRING = 65_536;

  /** UTF-16 units in the name of a member. */
  public static final int MAX_NAME = 1_024;

  /** Digits in an integer. */
  public static final int MAX_DIGITS = 20;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
      .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(MAX_NESTING)
          .maxStringLength(MAX_STRING)
          .maxNameLength(MAX_NAME)
          .maxNumberLength(MAX_DIGITS)
          .build())
      .build();

  private StrictJson() {}

  /**
   * Reads a whole document.
   *
   * @param maxLength the greatest length that is looked at, in bytes
   * @throws JsonException for anything that the type's description refuses
   */
  public static JsonNode parse(byte[] document, int maxLength) throws JsonException {
    if (document.length > maxLength) {
      throw new JsonException("",
          "expected at most " + maxLength + " bytes, found " + document.length);
    }
    String text = decode(document);
    if (text.startsWith("\uFEFF")) {
      throw new JsonException("", "begins with a byte order mark");
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonNode value = readValue(parser, parser.nextToken(), "");
      if (parser.nextToken() != null) {
        throw new JsonException("", "something follows the end of the value, at offset "
            + parser.currentTokenLocation().getCharOffset());
      }
      return value;
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (JsonException e) {
      throw e;
    } catch (IOException e) {
      throw new LinkageError("reading from memory failed", e);
    }
  }

  /** Reads a whole document that is an object, for reading by name. */
  public static Members parseObject(byte[] document, int maxLength) throws JsonException {
    return Members.of(parse(document, maxLength));
  }

  private static String decode(byte[] document) throws JsonException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
    } catch (CharacterCodingException e) {
      throw new JsonException("", "not UTF-8: " + e.getMessage());
    }
  }

  /** Recursion is bounded by the parser's own limit on nesting. */
  private static JsonNode readValue(JsonParser parser, @Nullable JsonToken token, String path)
      throws IOException {
    if (token == null) {
      throw new JsonException(path, "ends before its value");
    }
    return switch (token) {
      case START_OBJECT -> readObject(parser, path);
      case START_ARRAY -> readArray(parser, path);
      case VALUE_STRING -> NODES.textNode(checked(parser.getText(), MAX_STRING, path));
      case VALUE_NUMBER_INT -> readInteger(parser, path);
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_NUMBER_FLOAT -> throw new JsonException(path,
          "expected an integer, found a number with a fraction or an exponent: "
              + QuotedText.of(parser.getText()));
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
        throw new JsonException(path, "expected a value, found " + token);
    };
  }

  private static ObjectNode readObject(JsonParser parser, String path) throws IOException {
    ObjectNode object = NODES.objectNode();
    for (JsonToken token = parser.nextToken(); token == JsonToken.FIELD_NAME; token = parser
        .nextToken()) {
      String name = checked(parser.currentName(), MAX_NAME, path);
      String member = JsonPath.member(path, name);
      if (object.has(name)) {
        throw new JsonException(member, "stands there twice");
      }
      object.set(name, readValue(parser, parser.nextToken(), member));
    }
    return object;
  }

  private static ArrayNode readArray(JsonParser parser, String path) throws IOException {
    ArrayNode array = NODES.arrayNode();
    for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser
        .nextToken()) {
      array.add(readValue(parser, token, JsonPath.element(path, array.size())));
    }
    return array;
  }

  private static JsonNode readInteger(JsonParser parser, String path) throws IOException {
    String digits = parser.getText();
    if (digits.length() > (digits.startsWith("-") ? MAX_DIGITS + 1 : MAX_DIGITS)) {
      throw new JsonException(path, "expected at most " + MAX_DIGITS + " digits, found "
          + QuotedText.of(digits));
    }
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      case BIG_INTEGER -> NODES.numberNode(parser.getBigIntegerValue());
      case FLOAT, DOUBLE, BIG_DECIMAL -> throw new JsonException(path, "expected an integer");
    };
  }

  private static String checked(String text, int maxLength, String path) throws JsonException {
    if (text.length() > maxLength) {
      throw new JsonException(path,
          "expected at most " + maxLength + " characters, found " + text.length());
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i)) && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        throw new JsonException(path, "an unpaired surrogate stands in " + QuotedText.of(text));
      }
    }
    return text;
  }

  private static JsonException malformed(JsonProcessingException e) {
    String where = e.getLocation() == null ? "" : " at offset " + e.getLocation().getCharOffset();
    JsonException malformed = new JsonException("", "not JSON" + where + ": "
        + QuotedText.of(e.getOriginalMessage()));
    malformed.initCause(e);
    return malformed;
  }
}
