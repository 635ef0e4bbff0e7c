package dev.bascule.image.tuf;

/** What becomes of metadata that is expired. */
public enum Expiry {
  /** It is refused. */
  ENFORCED,
  /** It is taken: someone with the permission to do so installs without a fresh repository. */
  OVERRIDDEN
}
