package dev.bascule.publisher.key;

import dev.bascule.image.tuf.SignatureScheme;
import java.util.Arrays;
import java.util.List;

/** The kinds of keys that this command signs with, and their names on the command line. */
public enum KeyType {
  /** RFC 8032. Small, fast, deterministic: the default. */
  ED25519("ed25519", SignatureScheme.ED25519),
  /** ECDSA on NIST P-256 with SHA-256: what security modules have. */
  ECDSA("ecdsa", SignatureScheme.ECDSA_P256),
  /** RSA with PSS and SHA-256: what old security modules have. There are no files of it. */
  RSA("rsa", SignatureScheme.RSA_PSS_SHA256),
  /** FIPS 204, category 2: withstands quantum computers. */
  ML_DSA_44("ml-dsa-44", SignatureScheme.ML_DSA_44),
  /** FIPS 204, category 3. */
  ML_DSA_65("ml-dsa-65", SignatureScheme.ML_DSA_65),
  /** FIPS 204, category 5: what CNSA 2.0 asks for. */
  ML_DSA_87("ml-dsa-87", SignatureScheme.ML_DSA_87);

  private final String label;
  private final SignatureScheme scheme;

  KeyType(String label, SignatureScheme scheme) {
    this.label = label;
    this.scheme = scheme;
  }

  /**
   * Reads the name that {@link #toString} gives.
   *
   * @throws IllegalArgumentException for any other
   */
  public static KeyType parse(String name) {
    return Arrays.stream(values())
        .filter(type -> type.label.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "key type: expected one of " + List.of(values()) + ", found " + name));
  }

  /** How it signs, in TUF's terms. */
  public SignatureScheme scheme() {
    return scheme;
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return label;
  }
}
