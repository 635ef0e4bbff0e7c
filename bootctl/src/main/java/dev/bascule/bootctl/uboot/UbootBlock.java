package dev.bascule.bootctl.uboot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * One copy of U-Boot's environment. Characters stand for bytes.
 *
 * <pre>
 *   0  4  CRC-32 of all that follows the flag, little-endian
 *   4  1  flag, only where there are two copies: higher by one than the other's, modulo 256
 *   …     name=value, each with a zero byte after it, and one more at the end
 *   …     anything
 * </pre>
 *
 * @param flag the flag; 0 where there is only one copy
 */
record UbootBlock(int flag, Map<String, String> variables) {
  static final int MAX_SIZE = 16 * 1024 * 1024;

  private static final int CRC = 4;

  UbootBlock {
    variables = Map.copyOf(variables);
  }

  static UbootBlock decode(byte[] bytes, boolean redundant) throws MalformedEnvironmentException {
    int data = CRC + (redundant ? 1 : 0);
    if (bytes.length <= data + 1 || bytes.length > MAX_SIZE) {
      throw new MalformedEnvironmentException("expected " + (data + 2) + " to " + MAX_SIZE
          + " bytes, found " + bytes.length);
    }
    int expected = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    int found = crc(bytes, data);
    if (expected != found) {
      throw new MalformedEnvironmentException(
          "expected checksum %08x, found %08x".formatted(expected, found));
    }
    return new UbootBlock(redundant ? bytes[CRC] & 0xff : 0, variables(bytes, data));
  }

  private static Map<String, String> variables(byte[] bytes, int from)
      throws MalformedEnvironmentException {
    var variables = new TreeMap<String, String>();
    int at = from;
    while (at < bytes.length && bytes[at] != 0) {
      int end = at;
      while (end < bytes.length && bytes[end] != 0) {
        end++;
      }
      String entry = new String(bytes, at, end - at, StandardCharsets.ISO_8859_1);
      int equals = entry.indexOf('=');
      if (end == bytes.length || equals < 1) {
        throw new MalformedEnvironmentException("expected name=value and a zero byte at " + at);
      }
      variables.put(entry.substring(0, equals), entry.substring(equals + 1));
      at = end + 1;
    }
    if (at >= bytes.length) {
      throw new MalformedEnvironmentException("the variables do not end");
    }
    return variables;
  }

  /**
   * The bytes as libubootenv writes them, in the order of names, and 0xff behind the end.
   *
   * @throws IllegalArgumentException if they are more than {@code size}
   */
  byte[] encode(int size, boolean redundant) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) 0xff);
    int data = CRC + (redundant ? 1 : 0);
    var text = new StringBuilder();
    new TreeMap<>(variables).forEach((name, value) -> {
      if (name.isEmpty() || name.indexOf('=') >= 0 || (name + value).indexOf('\0') >= 0) {
        throw new IllegalArgumentException("variable " + name + "=" + value);
      }
      text.append(name).append('=').append(value).append('\0');
    });
    byte[] content = text.append('\0').toString().getBytes(StandardCharsets.ISO_8859_1);
    if (content.length > size - data) {
      throw new IllegalArgumentException(
          "variables of " + content.length + " bytes in an environment of " + size);
    }
    System.arraycopy(content, 0, bytes, data, content.length);
    if (redundant) {
      bytes[CRC] = (byte) flag;
    }
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(crc(bytes, data));
    return bytes;
  }

  private static int crc(byte[] bytes, int from) {
    var crc = new CRC32();
    crc.update(bytes, from, bytes.length - from);
    return (int) crc.getValue();
  }

  /**
   * Whether the second of two valid copies counts: the one with the higher flag, except that 0 follows
   * 255. This is what U-Boot and libubootenv do; they do not compare modulo 256 otherwise.
   */
  static boolean secondCounts(int first, int second) {
    if (first == 0xff && second == 0) {
      return true;
    }
    return second > first && !(second == 0xff && first == 0);
  }
}
