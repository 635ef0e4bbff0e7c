package dev.bascule.lab.boot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * An environment block as GRUB's own commands take it, whatever its bytes: {@code load_env} stops at what it does not
 * understand and keeps what it has read by then, {@code save_env} changes in place what it finds. (GRUB 2.06,
 * {@code lib/envblk.c}; the laboratory compares with the real one.)
 */
final class GrubEnvironment {

  private static final byte[] HEADER =
      "# GRUB Environment Block\n".getBytes(StandardCharsets.ISO_8859_1);

  private byte[] block;

  GrubEnvironment(byte[] block) {
    this.block = block.clone();
  }

  /** Whether GRUB takes it for a block at all. */
  boolean known() {
    return block.length > HEADER.length
        && Arrays.equals(block, 0, HEADER.length, HEADER, 0, HEADER.length);
  }

  /** The bytes now. */
  byte[] bytes() {
    return block.clone();
  }

  /** {@code load_env}: sets those of some variables that it finds. */
  void load(List<String> names, Map<String, String> into) {
    if (!known()) {
      return;
    }
    for (int at = HEADER.length; at < block.length; at = after(at)) {
      if (block[at] == '#') {
        continue;
      }
      int equals = at;
      while (equals < block.length && block[equals] != '=') {
        equals++;
      }
      int end = endOfValue(equals + 1);
      if (end >= block.length) {
        return;
      }
      String name = text(at, equals);
      if (names.contains(name)) {
        into.put(name, value(equals + 1, end));
      }
      at = end;
    }
  }

  /** {@code save_env}: changes variables in their order; it writes nothing if one has no room. */
  void save(List<String> names, Map<String, String> from) {
    if (!known()) {
      return;
    }
    byte[] before = block.clone();
    for (String name : names) {
      if (!set(name, from.getOrDefault(name, ""))) {
        block = before;
        return;
      }
    }
  }

  private boolean set(String name, String value) {
    byte[] escaped = value.replace("\\", "\\\\")
        .replace("\n", "\\\n")
        .getBytes(StandardCharsets.ISO_8859_1);
    byte[] start = (name + "=").getBytes(StandardCharsets.ISO_8859_1);
    int space = block.length;
    while (block[space - 1] == '#') {
      space--;
    }
    if (block[space - 1] != '\n') {
      return false;
    }
    int at = HEADER.length;
    while (at + start.length < space
        && !Arrays.equals(block, at, at + start.length, start, 0, start.length)) {
      at = after(at);
    }
    List<Byte> next = new ArrayList<>();
    if (at + start.length < space) {
      int from = at + start.length;
      int end = endOfValue(from);
      if (end >= block.length || block.length - space < escaped.length - (end - from)) {
        return false;
      }
      put(next, block, 0, from);
      put(next, escaped, 0, escaped.length);
      put(next, block, end, block.length);
    } else {
      if (block.length - space < start.length + escaped.length + 1) {
        return false;
      }
      put(next, block, 0, space);
      put(next, start, 0, start.length);
      put(next, escaped, 0, escaped.length);
      next.add((byte) '\n');
    }
    byte[] changed = new byte[block.length];
    Arrays.fill(changed, (byte) '#');
    for (int i = 0; i < Math.min(changed.length, next.size()); i++) {
      changed[i] = next.get(i);
    }
    block = changed;
    return true;
  }

  private static void put(List<Byte> into, byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      into.add(bytes[i]);
    }
  }

  /** Behind the line feed that is not escaped. */
  private int after(int from) {
    return endOfValue(from) + 1;
  }

  private int endOfValue(int from) {
    int at = from;
    while (at < block.length && block[at] != '\n') {
      at += block[at] == '\\' ? 2 : 1;
    }
    return at;
  }

  /** A C string ends at a zero byte. */
  private static String untilZero(String text) {
    int zero = text.indexOf('\0');
    return zero < 0 ? text : text.substring(0, zero);
  }

  private String text(int from, int to) {
    return untilZero(
        new String(block, from, Math.min(to, block.length) - from, StandardCharsets.ISO_8859_1));
  }

  private String value(int from, int to) {
    StringBuilder value = new StringBuilder();
    for (int at = from; at < to; at++) {
      if (block[at] == '\\') {
        at++;
      }
      value.append((char) (block[at] & 0xff));
    }
    return untilZero(value.toString());
  }
}
