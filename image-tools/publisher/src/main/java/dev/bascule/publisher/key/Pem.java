package dev.bascule.publisher.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * One PEM block in the strict form of RFC 7468: a label and its bytes, nothing before it and nothing after.
 *
 * @param label {@code PUBLIC KEY}, {@code ENCRYPTED PRIVATE KEY}, …
 */
@SuppressWarnings("ArrayRecordComponent") // read, used and wiped; never compared
record Pem(String label, byte[] content) {

  /** A longer file is refused: room for every post-quantum key. */
  static final int MAX_LENGTH = 1 << 15;

  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final int MAX_LABEL = 64;

  /** Reads a small file whole. */
  static Pem read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return parse(file.toString(), in.readNBytes(MAX_LENGTH + 1));
    }
  }

  /**
   * Reads one block.
   *
   * @throws KeyException for anything else
   */
  static Pem parse(String source, byte[] text) throws KeyException {
    if (text.length > MAX_LENGTH) {
      throw new KeyException(source, "expected at most " + MAX_LENGTH + " bytes, found more");
    }
    List<String> lines = new String(text, StandardCharsets.ISO_8859_1).lines().toList();
    String first = lines.isEmpty() ? "" : lines.getFirst();
    if (!first.startsWith(BEGIN) || !first.endsWith(DASHES)
        || first.length() < BEGIN.length() + DASHES.length() + 1
        || first.length() > BEGIN.length() + DASHES.length() + MAX_LABEL
        || !first.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new KeyException(source, "expected a key in PEM form, which begins with \"" + BEGIN
          + "…\"");
    }
    String label = first.substring(BEGIN.length(), first.length() - DASHES.length());
    if (!lines.getLast().equals(END + label + DASHES)) {
      throw new KeyException(source, "expected \"" + END + label + DASHES
          + "\" in the last line; the file is cut short or has something behind the key");
    }
    return new Pem(label, decode(source, String.join("", lines.subList(1, lines.size() - 1))));
  }

  private static byte[] decode(String source, String base64) throws KeyException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new KeyException(source, "expected base64 between BEGIN and END", e);
    }
  }

  /** The text that {@link #parse} reads, with lines of 64 characters. */
  String encode() {
    String base64 = Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(content);
    return BEGIN + label + DASHES + "\n" + base64 + "\n" + END + label + DASHES + "\n";
  }
}
