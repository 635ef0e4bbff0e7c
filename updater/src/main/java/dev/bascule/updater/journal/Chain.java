package dev.bascule.updater.journal;

import dev.bascule.image.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What ties a line to the one before it: the hexadecimal digits of SHA-256(the digits of the line before || the line's
 * JSON). A line that was altered, removed or put in shows at the next one. It is no signature, and keeps nobody from
 * writing a journal of his own; whoever has once taken down the last line's digits sees that too.
 */
final class Chain {

  /** What the first line of a file is tied to. */
  static final String START = "0".repeat(Chain.LENGTH);

  static final int LENGTH = 64;

  private Chain() {}

  /** The digits that stand before a line's JSON. */
  static String link(String before, byte[] json) {
    MessageDigest digest = Sha256.newDigest();
    digest.update(before.getBytes(StandardCharsets.US_ASCII));
    digest.update(json);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** A line as it stands in the file: digits, a space, JSON, a line feed. */
  static byte[] line(String link, byte[] json) {
    byte[] line = Arrays.copyOf((link + " ").getBytes(StandardCharsets.US_ASCII),
        LENGTH + 1 + json.length + 1);
    System.arraycopy(json, 0, line, LENGTH + 1, json.length);
    line[line.length - 1] = '\n';
    return line;
  }
}
