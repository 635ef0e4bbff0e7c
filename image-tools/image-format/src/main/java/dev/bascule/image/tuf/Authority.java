package dev.bascule.image.tuf;

import java.util.Map;

/**
 * Who may sign a role, in the words of the role that delegates to it.
 *
 * @param keys the delegating role's keys, of this role and of others
 */
public record Authority(RoleKeys role, Map<KeyId, Key> keys) {

  public Authority {
    keys = Map.copyOf(keys);
  }

  /** Counts the signatures that are good. */
  public Threshold count(SignedMetadata<?> metadata) {
    return Threshold.verify(metadata.canonical(), metadata.signatures(), keys, role);
  }

  /** Requires as many good signatures as the role asks for. */
  void requireSigned(String roleName, SignedMetadata<?> metadata) throws NotSignedException {
    Threshold threshold = count(metadata);
    if (!threshold.met()) {
      throw new NotSignedException(roleName, threshold);
    }
  }
}
