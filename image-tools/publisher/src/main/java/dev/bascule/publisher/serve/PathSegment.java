package dev.bascule.publisher.serve;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** One name between the slashes of a request's path. */
final class PathSegment {

  private static final int MAX_LENGTH = 255;

  private PathSegment() {}

  /**
   * Decodes a percent-encoded name.
   *
   * @return empty for what is not the name of a file in a directory: {@code .}, {@code ..}, an encoded slash or zero
   *     byte, what is not UTF-8, a broken encoding, more than 255 bytes
   */
  static Optional<String> decode(String segment) {
    ByteBuffer bytes = ByteBuffer.allocate(segment.length());
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c == '%') {
        if (i + 2 >= segment.length() || !HexFormat.isHexDigit(segment.charAt(i + 1))
            || !HexFormat.isHexDigit(segment.charAt(i + 2))) {
          return Optional.empty();
        }
        bytes.put((byte) HexFormat.fromHexDigits(segment, i + 1, i + 3));
        i += 2;
      } else if (c > ' ' && c < 0x7f) {
        bytes.put((byte) c);
      } else {
        return Optional.empty();
      }
    }
    return decode(bytes.flip());
  }

  private static Optional<String> decode(ByteBuffer bytes) {
    if (!bytes.hasRemaining() || bytes.remaining() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      String name = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      boolean leavesDirectory = name.equals(".") || name.equals("..")
          || name.indexOf('/') >= 0
          || name.indexOf('\0') >= 0;
      return leavesDirectory ? Optional.empty() : Optional.of(name);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
