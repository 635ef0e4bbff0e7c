package dev.bascule.publisher.lint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Digests that are written out in a file, of which all else may be binary. */
final class HashesInText {

  private static final Pattern DIGEST =
      Pattern.compile("(?<![0-9A-Fa-f])[0-9A-Fa-f]{64}(?![0-9A-Fa-f])");
  private static final int PIECE = 1 << 20;
  /** A digest and a byte on both sides of it. */
  private static final int OVERLAP = 66;
  private static final int MOST = 16;

  private HashesInText() {}

  /** The first few, in lower case. */
  static Set<String> of(Path file) throws IOException {
    Set<String> found = new TreeSet<>();
    byte[] piece = new byte[OVERLAP + PIECE];
    try (InputStream in = Files.newInputStream(file)) {
      int kept = 0;
      while (found.size() < MOST) {
        int read = in.readNBytes(piece, kept, PIECE);
        Matcher digests = DIGEST.matcher(
            new String(piece, 0, kept + read, StandardCharsets.ISO_8859_1));
        // One that touches the end may be longer than it looks.
        while (found.size() < MOST && digests.find()
            && (read < PIECE || digests.end() < kept + read)) {
          found.add(digests.group().toLowerCase(Locale.ROOT));
        }
        if (read < PIECE) {
          break;
        }
        System.arraycopy(piece, kept + read - OVERLAP, piece, 0, OVERLAP);
        kept = OVERLAP;
      }
    }
    return found;
  }
}
