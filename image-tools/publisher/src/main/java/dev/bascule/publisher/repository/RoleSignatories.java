package dev.bascule.publisher.repository;

import dev.bascule.publisher.key.VerifyingKey;
import java.util.List;

/**
 * Who shall sign a role.
 *
 * @param threshold how many of the keys must
 */
public record RoleSignatories(List<VerifyingKey> keys, int threshold) {

  public RoleSignatories {
    keys = List.copyOf(keys);
    if (keys.stream().distinct().count() != keys.size()) {
      throw new IllegalArgumentException("a key is named twice for one role");
    }
    if (threshold < 1 || threshold > keys.size()) {
      throw new IllegalArgumentException(
          "threshold: expected 1 to " + keys.size() + ", the number of the role's keys, found "
              + threshold);
    }
  }
}
