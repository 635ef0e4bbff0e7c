package dev.bascule.lab.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Two copies of an environment as U-Boot takes and writes them. (U-Boot 2023.01: {@code env_check_redund} and
 * {@code env_export} in {@code env/common.c}, {@code env_mmc_save} in {@code env/mmc.c}, {@code hexport_r} in
 * {@code lib/hashtable.c}; the laboratory compares with fw_printenv.)
 *
 * @param counts which copy counts: 1 or 2, or 0 if none is valid and U-Boot has the defaults that it was built with
 * @param flag that copy's serial number
 * @param variables that copy's, or none
 */
public record UbootEnvironment(int counts, int flag, Map<String, String> variables) {

  private static final int CRC = 4;
  private static final int DATA = 5;
  private static final int HIGHEST = 255;

  public UbootEnvironment {
    variables = Map.copyOf(variables);
  }

  /** What U-Boot has at its start. */
  public static UbootEnvironment load(byte[] first, byte[] second) {
    boolean one = valid(first);
    boolean two = valid(second);
    if (!one && !two) {
      return new UbootEnvironment(0, 0, Map.of());
    }
    return !one || (two && isNewer(second[CRC] & 0xff, first[CRC] & 0xff))
        ? new UbootEnvironment(2, second[CRC] & 0xff, variables(second))
        : new UbootEnvironment(1, first[CRC] & 0xff, variables(first));
  }

  /** Which copy {@code saveenv} writes: the one that does not count, the first if none does. */
  public int saved() {
    return counts == 1 ? 2 : 1;
  }

  /** What {@code saveenv} writes there. */
  public byte[] save(Map<String, String> next, int size) {
    return copy(next, flag + 1, size);
  }

  /** A copy of an environment, valid; what is behind the variables is zero. */
  public static byte[] copy(Map<String, String> variables, int flag, int size) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(variables)
        .forEach((name, value) -> text.append(name).append('=').append(value).append('\0'));
    byte[] content = text.append('\0').toString().getBytes(StandardCharsets.ISO_8859_1);
    if (content.length > size - DATA) {
      throw new IllegalArgumentException(
          content.length + " bytes of variables in an environment of " + size);
    }
    byte[] copy = new byte[size];
    System.arraycopy(content, 0, copy, DATA, content.length);
    copy[CRC] = (byte) flag;
    ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(0, checksum(copy));
    return copy;
  }

  private static boolean isNewer(int second, int first) {
    if (first == HIGHEST && second == 0) {
      return true;
    }
    return second > first && !(second == HIGHEST && first == 0);
  }

  private static boolean valid(byte[] copy) {
    return copy.length > DATA
        && ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).getInt() == checksum(copy);
  }

  /** The flag is not in it. */
  private static int checksum(byte[] copy) {
    CRC32 crc = new CRC32();
    crc.update(copy, DATA, copy.length - DATA);
    return (int) crc.getValue();
  }

  /** Up to the first empty one. */
  private static Map<String, String> variables(byte[] copy) {
    Map<String, String> found = new TreeMap<>();
    String text = new String(Arrays.copyOfRange(copy, DATA, copy.length),
        StandardCharsets.ISO_8859_1);
    for (String entry : text.split("\0", -1)) {
      if (entry.isEmpty()) {
        break;
      }
      int equals = entry.indexOf('=');
      if (equals > 0) {
        found.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return found;
  }
}
