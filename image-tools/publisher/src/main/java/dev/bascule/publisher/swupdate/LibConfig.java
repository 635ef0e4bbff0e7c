package dev.bascule.publisher.swupdate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.publisher.foreign.ForeignException;
import dev.bascule.publisher.swupdate.LibConfigTokens.Kind;
import dev.bascule.publisher.swupdate.LibConfigTokens.Token;
import java.util.Locale;

/**
 * Reads settings in libconfig's syntax (libconfig manual, "Configuration File Grammar") as the same tree that JSON would be:
 * groups are objects, lists and arrays are arrays. A name that is there twice is refused, and so is {@code @include}.
 */
final class LibConfig {

  private static final int MAX_DEPTH = 32;
  private static final int MAX_NODES = 20_000;

  private final LibConfigTokens tokens;
  private int nodes;

  private LibConfig(LibConfigTokens tokens) {
    this.tokens = tokens;
  }

  /**
   * Reads a whole document.
   *
   * @param source where it is from, for messages
   */
  static ObjectNode parse(String source, byte[] content) throws ForeignException {
    LibConfig parser = new LibConfig(new LibConfigTokens(source, content));
    return parser.settings(Kind.END, 0);
  }

  /** Settings until the token that ends them, which is taken too. */
  private ObjectNode settings(Kind end, int depth) throws ForeignException {
    ObjectNode group = JsonNodeFactory.instance.objectNode();
    while (tokens.peek().kind() != end) {
      Token name = tokens.take(Kind.NAME, "a setting's name");
      tokens.take(Kind.ASSIGN, "'=' or ':' behind " + name.text());
      if (group.putIfAbsent(name.text(), value(depth)) != null) {
        throw tokens.wrong(name, "each setting once, found another " + name.text());
      }
      if (tokens.peek().kind() == Kind.SEMICOLON || tokens.peek().kind() == Kind.COMMA) {
        tokens.take();
      }
    }
    tokens.take();
    return group;
  }

  private JsonNode value(int depth) throws ForeignException {
    Token token = tokens.take();
    if (depth >= MAX_DEPTH || ++nodes > MAX_NODES) {
      throw tokens.wrong(token,
          "at most " + MAX_DEPTH + " levels and " + MAX_NODES + " values, found more");
    }
    JsonNodeFactory factory = JsonNodeFactory.instance;
    return switch (token.kind()) {
      case STRING -> factory.textNode(strings(token));
      case INTEGER -> factory.numberNode(integer(token));
      case FLOAT -> factory.numberNode(Double.parseDouble(token.text()));
      case NAME -> bool(token);
      case OPEN_BRACE -> settings(Kind.CLOSE_BRACE, depth + 1);
      case OPEN_PARENTHESIS -> list(Kind.CLOSE_PARENTHESIS, depth + 1);
      case OPEN_BRACKET -> list(Kind.CLOSE_BRACKET, depth + 1);
      case ASSIGN, SEMICOLON, COMMA, CLOSE_BRACE, CLOSE_PARENTHESIS, CLOSE_BRACKET, END ->
        throw tokens.wrong(token, "a value, found " + token.shown());
    };
  }

  private ArrayNode list(Kind end, int depth) throws ForeignException {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    while (tokens.peek().kind() != end) {
      list.add(value(depth));
      if (tokens.peek().kind() == Kind.COMMA) {
        tokens.take();
      } else if (tokens.peek().kind() != end) {
        throw tokens.wrong(tokens.peek(), "',' or the list's end, found " + tokens.peek().shown());
      }
    }
    tokens.take();
    return list;
  }

  /** Strings that follow each other are one. */
  private String strings(Token first) throws ForeignException {
    StringBuilder text = new StringBuilder(first.text());
    while (tokens.peek().kind() == Kind.STRING) {
      text.append(tokens.take().text());
    }
    return text.toString();
  }

  private long integer(Token token) throws ForeignException {
    String digits = token.text().replaceAll("L+$", "");
    try {
      return digits.matches("0[xX].*")
          ? Long.parseUnsignedLong(digits.substring(2), 16)
          : Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw tokens.wrong(token, "an integer of 64 bits, found " + token.shown());
    }
  }

  private JsonNode bool(Token token) throws ForeignException {
    return switch (token.text().toLowerCase(Locale.ROOT)) {
      case "true" -> JsonNodeFactory.instance.booleanNode(true);
      case "false" -> JsonNodeFactory.instance.booleanNode(false);
      default -> throw tokens.wrong(token, "a value, found " + token.shown());
    };
  }
}
