package dev.bascule.image.tuf;

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

  /** The family's name in metadata. */
  @Override
  public String toString() {
    return label;
  }
}
