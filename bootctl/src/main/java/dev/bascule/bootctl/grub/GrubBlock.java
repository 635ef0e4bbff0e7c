package dev.bascule.bootctl.grub;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.variables.VariableStore;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An environment block: a header, lines, and number signs up to a size that never changes, for GRUB
 * writes it in place. In a value a backslash stands before a backslash and before a line feed. Lines that
 * are no variables are kept as they are, and so is the order, as grub-editenv does it.
 *
 * @param size bytes in the whole block; 1024 as grub-editenv makes it
 */
record GrubBlock(int size, List<Line> lines) {
  /** GRUB reads any size; more than this is no block that anybody made. */
  static final int MAX_SIZE = 64 * 1024;
  static final int USUAL_SIZE = 1024;

  private static final byte[] HEADER =
      "# GRUB Environment Block\n".getBytes(StandardCharsets.ISO_8859_1);

  /** A line between header and padding. Characters stand for bytes. */
  sealed interface Line {

    /** A comment with its line feed, as it was found. */
    record Comment(String text) implements Line {}

    /** A variable, its value without escapes. */
    record Variable(String name, String value) implements Line {}
  }

  GrubBlock {
    lines = List.copyOf(lines);
  }

  static GrubBlock blank(int size) {
    return new GrubBlock(size, List.of());
  }

  static GrubBlock decode(byte[] bytes) throws MalformedBlockException {
    if (bytes.length > MAX_SIZE || bytes.length < HEADER.length
        || !Arrays.equals(bytes, 0, HEADER.length, HEADER, 0, HEADER.length)) {
      throw new MalformedBlockException("expected the line \"# GRUB Environment Block\" in at most "
          + MAX_SIZE + " bytes, found " + bytes.length + " bytes that begin otherwise");
    }
    int end = bytes.length;
    while (bytes[end - 1] == '#') {
      end--;
    }
    if (bytes[end - 1] != '\n') {
      throw new MalformedBlockException(
          "expected only number signs after the last line, found byte "
              + (bytes[end - 1] & 0xff) + " at " + (end - 1));
    }
    String body =
        new String(bytes, HEADER.length, end - HEADER.length, StandardCharsets.ISO_8859_1);
    return new GrubBlock(bytes.length, lines(body));
  }

  private static List<Line> lines(String body) throws MalformedBlockException {
    var lines = new ArrayList<Line>();
    var names = new HashMap<String, String>();
    for (int at = 0; at < body.length();) {
      int feed = lineFeed(body, at);
      var line = line(body.substring(at, feed + 1), HEADER.length + at);
      if (line instanceof Line.Variable(var name, var value) && names.put(name, value) != null) {
        throw new MalformedBlockException("variable " + name + " is there twice");
      }
      lines.add(line);
      at = feed + 1;
    }
    return lines;
  }

  private static int lineFeed(String body, int from) throws MalformedBlockException {
    int at = from;
    while (at < body.length() && body.charAt(at) != '\n') {
      if (body.charAt(at) == 0) {
        throw new MalformedBlockException("a zero byte at " + (HEADER.length + at));
      }
      at += body.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= body.length()) {
      throw new MalformedBlockException(
          "the line at " + (HEADER.length + from) + " does not end");
    }
    return at;
  }

  private static Line line(String text, int position) throws MalformedBlockException {
    if (text.startsWith("#")) {
      return new Line.Comment(text);
    }
    int equals = text.indexOf('=');
    if (equals < 1 || !isName(text.substring(0, equals))) {
      throw new MalformedBlockException("expected name=value at " + position + ", found neither");
    }
    var value = new StringBuilder();
    for (int i = equals + 1; i < text.length() - 1; i++) {
      if (text.charAt(i) == '\\') {
        i++;
      }
      value.append(text.charAt(i));
    }
    return new Line.Variable(text.substring(0, equals), value.toString());
  }

  private static boolean isName(String name) {
    return !name.startsWith("#")
        && name.chars().noneMatch(c -> c == '=' || c == '\\' || c == '\n' || c == 0);
  }

  Map<String, String> variables() {
    var variables = new LinkedHashMap<String, String>();
    for (var line : lines) {
      if (line instanceof Line.Variable(var name, var value)) {
        variables.put(name, value);
      }
    }
    return variables;
  }

  /** Changed as grub-editenv would do it: in place, new ones at the end in the order of their names. */
  GrubBlock with(Map<String, Optional<String>> changes) {
    var next = new ArrayList<Line>();
    var wanted = VariableStore.changed(variables(), changes);
    for (var line : lines) {
      switch (line) {
        case Line.Comment _ -> next.add(line);
        case Line.Variable(var name, _) -> {
          var value = wanted.remove(name);
          if (value != null) {
            next.add(new Line.Variable(name, value));
          }
        }
      }
    }
    wanted.forEach((name, value) -> next.add(new Line.Variable(name, value)));
    return new GrubBlock(size, next);
  }

  /** Bytes of header and lines, which must be within the size. */
  int used() {
    return content().length;
  }

  byte[] encode() throws BootException {
    byte[] content = content();
    if (content.length > size) {
      throw new BootException(
          "GRUB's environment block: expected variables of at most " + size + " bytes, found "
              + content.length,
          "remove variables that nothing uses with grub-editenv FILE unset NAME");
    }
    byte[] block = Arrays.copyOf(content, size);
    Arrays.fill(block, content.length, size, (byte) '#');
    return block;
  }

  private byte[] content() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(HEADER);
    for (var line : lines) {
      String text = switch (line) {
        case Line.Comment(var comment) -> comment;
        case Line.Variable(var name, var value) -> {
          if (!isName(name) || name.isEmpty() || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("variable " + name + "=" + value);
          }
          yield name + "=" + value.replace("\\", "\\\\").replace("\n", "\\\n") + "\n";
        }
      };
      out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    return out.toByteArray();
  }
}
