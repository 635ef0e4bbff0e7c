package dev.bascule.updater.page;

import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.file.SecretFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The secret that a technician shows, and what his browser shows after that. */
final class Token {

  private static final int LEAST = 16;
  private static final int MOST = 256;

  private final byte[] secret;
  private final String session;

  private Token(byte[] secret) {
    this.secret = secret.clone();
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.session = HexFormat.of().formatHex(random);
  }

  /** Reads the secret from a file that only its owner may read. */
  static Token read(Path file) throws IOException {
    SecretFile.require(file);
    String text = Files.readString(file).strip();
    if (text.length() < LEAST || text.length() > MOST) {
      throw new UpdaterException(file + ": expected a secret of " + LEAST + " to " + MOST
          + " letters, found " + text.length(), "make one: openssl rand -hex 16");
    }
    return new Token(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether that is the secret; takes as long for one that is nearly right. */
  boolean isSecret(String shown) {
    return MessageDigest.isEqual(secret, shown.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether that is what a browser was given once the secret was shown. */
  boolean isSession(String shown) {
    return MessageDigest.isEqual(session.getBytes(StandardCharsets.UTF_8),
        shown.getBytes(StandardCharsets.UTF_8));
  }

  String session() {
    return session;
  }
}
