package dev.bascule.image.tuf;

import java.util.Arrays;
import java.util.List;

/** What kind of attacker a key withstands. A role can ask for signatures of more than one family. */
public enum KeyFamily {
  /** Ed25519, ECDSA, RSA. */
  CLASSICAL("classical"),
  /** ML-DSA. */
  POST_QUANTUM("post-quantum");

  private final String label;

  KeyFamily(String label) {
    this.label = label;
  }

  /**
   * Reads the name that {@link #toString} gives.
   *
   * @throws IllegalArgumentException for any other
   */
  public static KeyFamily parse(String name) {
    return Arrays.stream(values())
        .filter(family -> family.label.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "key family: expected one of " + List.of(values()) + ", found " + name));
  }

  /** The family's name in metadata. */
  @Override
  public String toString() {
    return label;
  }
}
