package dev.bascule.publisher.mender;

import dev.bascule.image.Sha256;
import dev.bascule.image.json.QuotedText;
import dev.bascule.publisher.foreign.ForeignException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** An artifact's {@code manifest}: what each of its files must be, in {@code sha256sum}'s form. */
final class Checksums {

  /** Bytes that a manifest may have. */
  static final int MAX_LENGTH = 256 << 10;

  private static final String GAP = "  ";

  private final String source;
  private final Map<String, Sha256> digests;
  private final Set<String> seen = new HashSet<>();

  private Checksums(String source, Map<String, Sha256> digests) {
    this.source = source;
    this.digests = digests;
  }

  /**
   * Reads a manifest.
   *
   * @param source the artifact, for messages
   */
  static Checksums parse(String source, byte[] manifest) throws ForeignException {
    Map<String, Sha256> digests = new LinkedHashMap<>();
    int number = 0;
    for (String line : new String(manifest, StandardCharsets.UTF_8).lines().toList()) {
      number++;
      int digits = 2 * Sha256.LENGTH;
      String where = source + ": manifest, line " + number + ": ";
      if (line.length() <= digits + GAP.length() || !line.startsWith(GAP, digits)) {
        throw new ForeignException(where + "expected a SHA-256, two blanks and a name, found "
            + QuotedText.of(line));
      }
      try {
        if (digests.put(line.substring(digits + GAP.length()),
            Sha256.parse(line.substring(0, digits))) != null) {
          throw new ForeignException(where + "expected each file once, found another "
              + QuotedText.of(line.substring(digits + GAP.length())));
        }
      } catch (IllegalArgumentException e) {
        throw new ForeignException(where + e.getMessage(), e);
      }
    }
    return new Checksums(source, digests);
  }

  /** Requires that a file is listed, and is what the list says. */
  void require(String name, Sha256 found) throws ForeignException {
    Sha256 expected = digests.get(name);
    if (expected == null) {
      throw new ForeignException(source + ": expected only files that the manifest lists, found "
          + name);
    }
    if (!expected.equals(found)) {
      throw new ForeignException(
          source + ": " + name + ": expected the SHA-256 " + expected + ", found " + found);
    }
    seen.add(name);
  }

  /** Requires that every file that is listed was there. */
  void requireAll() throws ForeignException {
    for (String name : digests.keySet()) {
      if (!seen.contains(name)) {
        throw new ForeignException(
            source + ": the manifest lists " + name + ", which is not in the artifact");
      }
    }
  }
}
