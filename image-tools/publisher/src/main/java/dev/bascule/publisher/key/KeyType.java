package dev.bascule.publisher.key;

import java.util.Arrays;
import java.util.List;

/** The kinds of keys that this command makes and signs with, and their names in TUF metadata. */
public enum KeyType {
  /** RFC 8032. Small, fast, deterministic: the default. */
  ED25519("ed25519", "ed25519"),
  /** ECDSA on NIST P-256 with SHA-256: what security modules have. */
  ECDSA("ecdsa", "ecdsa-sha2-nistp256");

  private final String keyType;
  private final String scheme;

  KeyType(String keyType, String scheme) {
    this.keyType = keyType;
    this.scheme = scheme;
  }

  /**
   * Reads the name that {@link #toString} gives.
   *
   * @throws IllegalArgumentException for any other
   */
  public static KeyType parse(String name) {
    return Arrays.stream(values())
        .filter(type -> type.keyType.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "key type: expected one of " + List.of(values()) + ", found " + name));
  }

  /** TUF's {@code scheme}: how it signs. */
  public String scheme() {
    return scheme;
  }

  /** TUF's {@code keytype}, which is also the name on the command line. */
  @Override
  public String toString() {
    return keyType;
  }
}
