package dev.bascule.publisher.swupdate;

import dev.bascule.image.json.QuotedText;
import dev.bascule.publisher.foreign.ForeignException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a text in libconfig's syntax; comments and white space are skipped. */
final class LibConfigTokens {

  /** What a word is. */
  enum Kind {
    NAME, STRING, INTEGER, FLOAT, ASSIGN, SEMICOLON, COMMA, OPEN_BRACE, CLOSE_BRACE, OPEN_PARENTHESIS, CLOSE_PARENTHESIS, OPEN_BRACKET, CLOSE_BRACKET, END
  }

  /**
   * One word.
   *
   * @param text a string's content, or the word as it is written
   * @param at where it begins
   */
  record Token(Kind kind, String text, int at) {
    String shown() {
      return kind == Kind.END ? "the end of the text" : QuotedText.of(text);
    }
  }

  private static final Pattern NAME = Pattern.compile("[A-Za-z*][-A-Za-z0-9_*.]*+");
  private static final Pattern NUMBER = Pattern.compile(
      "(?<hex>0[xX][0-9A-Fa-f]++L{0,2})|(?<float>[-+]?(?:[0-9]++\\.[0-9]*+|\\.[0-9]++)(?:[eE][-+]?[0-9]++)?|[-+]?[0-9]++[eE][-+]?[0-9]++)|[-+]?[0-9]++L{0,2}");
  private static final String SIGNS = "=:;,{}()[]";
  private static final Kind[] SIGN_KINDS = {Kind.ASSIGN, Kind.ASSIGN, Kind.SEMICOLON, Kind.COMMA,
      Kind.OPEN_BRACE, Kind.CLOSE_BRACE, Kind.OPEN_PARENTHESIS, Kind.CLOSE_PARENTHESIS,
      Kind.OPEN_BRACKET, Kind.CLOSE_BRACKET};

  private final String source;
  private final String text;
  private int at;
  private Token next;

  LibConfigTokens(String source, byte[] content) throws ForeignException {
    this.source = source;
    this.text = new String(content, StandardCharsets.UTF_8);
    this.next = read();
  }

  /** The next word, which stays the next. */
  Token peek() {
    return next;
  }

  /** The next word. */
  Token take() throws ForeignException {
    Token taken = next;
    next = read();
    return taken;
  }

  /** The next word, which must be of a kind. */
  Token take(Kind kind, String expected) throws ForeignException {
    if (next.kind() != kind) {
      throw wrong(next, expected + ", found " + next.shown());
    }
    return take();
  }

  /** The error for a word. */
  ForeignException wrong(Token token, String expected) {
    long line = 1 + text.chars().limit(token.at()).filter(c -> c == '\n').count();
    return new ForeignException(source + ", line " + line + ": expected " + expected);
  }

  private Token read() throws ForeignException {
    skipBlanks();
    if (at == text.length()) {
      return new Token(Kind.END, "", at);
    }
    char first = text.charAt(at);
    if (first == '"') {
      return string();
    }
    int sign = SIGNS.indexOf(first);
    if (sign >= 0) {
      return new Token(SIGN_KINDS[sign], text.substring(at, at + 1), at++);
    }
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (number.lookingAt()) {
      Kind kind = number.group("float") == null ? Kind.INTEGER : Kind.FLOAT;
      return word(kind, number.end());
    }
    Matcher name = NAME.matcher(text).region(at, text.length());
    if (name.lookingAt()) {
      return word(Kind.NAME, name.end());
    }
    Token odd = new Token(Kind.NAME, text.substring(at, Math.min(at + 20, text.length())), at);
    throw wrong(odd, "libconfig's syntax without @include, found " + odd.shown());
  }

  private Token word(Kind kind, int end) {
    Token token = new Token(kind, text.substring(at, end), at);
    at = end;
    return token;
  }

  private void skipBlanks() throws ForeignException {
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
      } else if (text.charAt(at) == '#' || text.startsWith("//", at)) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
          throw wrong(new Token(Kind.END, "", at), "the end of a comment, found none");
        }
        at = end + 2;
      } else {
        return;
      }
    }
  }

  private Token string() throws ForeignException {
    int start = at;
    StringBuilder content = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return new Token(Kind.STRING, content.toString(), start);
      }
      content.append(c == '\\' ? escaped(start) : c);
    }
    throw wrong(new Token(Kind.STRING, "", start), "the end of a string, found none");
  }

  /** The character that an escape stands for; one that libconfig does not know stands for itself. */
  private char escaped(int start) throws ForeignException {
    if (++at == text.length()) {
      throw wrong(new Token(Kind.STRING, "", start), "the end of a string, found none");
    }
    char c = text.charAt(at);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'f' -> '\f';
      case 'a' -> 7;
      case 'b' -> '\b';
      case 'v' -> 11;
      case 'x' -> hexadecimal(start);
      default -> c;
    };
  }

  private char hexadecimal(int start) throws ForeignException {
    String digits = text.substring(Math.min(at + 1, text.length()),
        Math.min(at + 3, text.length()));
    if (!digits.matches("[0-9A-Fa-f]{2}")) {
      throw wrong(new Token(Kind.STRING, "", start), "two hex digits behind \\x");
    }
    at += 2;
    return (char) Integer.parseInt(digits, 16);
  }
}
