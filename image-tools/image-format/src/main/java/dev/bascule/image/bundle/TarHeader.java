package dev.bascule.image.bundle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of a tar file before a file's content (POSIX.1-2017, pax, "ustar Interchange Format"):
 *
 * <pre>
 *   0 100  name, ends at its first zero byte
 * 124  12  size, octal digits, then zero bytes or blanks
 * 148   8  checksum: the sum of all bytes, with blanks in this field
 * 156   1  kind: '0' a file, 'x' more about the next file
 * 257   8  "ustar", zero, "00"
 * 345 155  the directory before the name
 * </pre>
 *
 * <p>Owner, mode and time are not looked at. Links, directories, devices and what GNU tar added are refused: a bundle
 * has none.
 *
 * @param extension whether it is not a file, but more about the next one
 */
record TarHeader(boolean extension, String name, long size) {

  /** Bytes in a block. */
  static final int BLOCK = 512;

  /** The greatest length of what is said about the next file, in bytes. */
  static final int MAX_EXTENSION = 4096;

  private static final byte[] MAGIC = {'u', 's', 't', 'a', 'r', 0, '0', '0'};
  private static final int SIZE_AT = 124;
  private static final int CHECKSUM_AT = 148;
  private static final int KIND_AT = 156;
  private static final int MAGIC_AT = 257;
  private static final int PREFIX_AT = 345;
  private static final Pattern OCTAL = Pattern.compile("([0-7]{1,12})[ \\x00]*");
  private static final Pattern RECORD = Pattern.compile("([1-9][0-9]{0,3}) ([a-z]+)=([^\\n]*)\\n");

  /**
   * Reads a block.
   *
   * @throws IllegalArgumentException if it is not such a block; the message says what was expected and found
   */
  static TarHeader decode(byte[] block) {
    if (!Arrays.equals(block, MAGIC_AT, MAGIC_AT + MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new IllegalArgumentException("expected the head of a file in a tar archive (ustar)");
    }
    long expected = octal(block, CHECKSUM_AT, 8, "checksum");
    long found = checksum(block);
    if (expected != found) {
      throw new IllegalArgumentException("a tar header's checksum: expected " + found + ", found "
          + expected);
    }
    boolean extension = switch (block[KIND_AT]) {
      case '0' -> false;
      case 'x' -> true;
      default -> throw new IllegalArgumentException(
          "expected a plain file in the tar archive, found an entry of the kind "
              + (block[KIND_AT] & 0xff));
    };
    String prefix = text(block, PREFIX_AT, 155);
    String name = text(block, 0, 100);
    return new TarHeader(extension, prefix.isEmpty() ? name : prefix + "/" + name,
        octal(block, SIZE_AT, 12, "size"));
  }

  /**
   * The header of the file that an extension is about, as the extension has it.
   *
   * @param records the extension's content: {@code LENGTH KEYWORD=VALUE} and a line break, again and again
   * @throws IllegalArgumentException for keywords other than {@code path} and {@code size}, and anything malformed
   */
  TarHeader extendedBy(byte[] records) {
    String text = new String(records, StandardCharsets.ISO_8859_1);
    String newName = name;
    long newSize = size;
    Matcher matcher = RECORD.matcher(text);
    int at = 0;
    while (at < text.length()) {
      matcher.region(at, text.length());
      if (!matcher.lookingAt()
          || Integer.parseInt(matcher.group(1)) != matcher.end() - matcher.start()) {
        throw new IllegalArgumentException("a tar extension is malformed at byte " + at);
      }
      switch (matcher.group(2)) {
        case "path" -> newName = matcher.group(3);
        case "size" -> newSize = decimal(matcher.group(3));
        default -> throw new IllegalArgumentException(
            "a tar extension: expected path and size only, found " + matcher.group(2));
      }
      at = matcher.end();
    }
    return new TarHeader(false, newName, newSize);
  }

  /** Where the block after some content begins, counted from the content's beginning. */
  static long padded(long size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  private static long decimal(String digits) {
    if (!digits.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("a tar extension's size: found " + digits.length()
          + " characters that are not 1 to 18 digits");
    }
    return Long.parseLong(digits);
  }

  private static long octal(byte[] block, int from, int length, String what) {
    Matcher matcher = OCTAL.matcher(new String(block, from, length, StandardCharsets.ISO_8859_1));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a tar header's " + what + ": expected octal digits");
    }
    return Long.parseLong(matcher.group(1), 8);
  }

  private static String text(byte[] block, int from, int length) {
    int end = from;
    while (end < from + length && block[end] != 0) {
      end++;
    }
    return new String(block, from, end - from, StandardCharsets.ISO_8859_1);
  }

  private static long checksum(byte[] block) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= CHECKSUM_AT && i < CHECKSUM_AT + 8 ? ' ' : block[i] & 0xff;
    }
    return sum;
  }
}
