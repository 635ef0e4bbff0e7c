package dev.bascule.publisher.repository;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.tuf.Authority;
import dev.bascule.image.tuf.Key;
import dev.bascule.image.tuf.KeyFamily;
import dev.bascule.image.tuf.KeyId;
import dev.bascule.image.tuf.RoleKeys;
import dev.bascule.publisher.key.VerifyingKey;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who shall sign a role.
 *
 * @param threshold how many of the keys must
 * @param leastByFamily of those that sign, how many of a family at least; a family that is absent has no least number
 */
public record RoleSignatories(List<VerifyingKey> keys, int threshold,
    Map<KeyFamily, Integer> leastByFamily) {

  public RoleSignatories {
    keys = List.copyOf(keys);
    leastByFamily = Collections.unmodifiableMap(new TreeMap<>(leastByFamily));
    if (keys.stream().distinct().count() != keys.size()) {
      throw new IllegalArgumentException("a key is named twice for one role");
    }
    if (threshold < 1 || threshold > keys.size()) {
      throw new IllegalArgumentException(
          "threshold: expected 1 to " + keys.size() + ", the number of the role's keys, found "
              + threshold);
    }
    for (Map.Entry<KeyFamily, Integer> least : leastByFamily.entrySet()) {
      long there = keys.stream().filter(key -> isOf(key, least.getKey())).count();
      if (least.getValue() < 1 || least.getValue() > there) {
        throw new IllegalArgumentException("least number of " + least.getKey()
            + " keys: expected 1 to " + there + ", as many as the role has, found "
            + least.getValue());
      }
    }
  }

  /** Signatories of whatever family. */
  public RoleSignatories(List<VerifyingKey> keys, int threshold) {
    this(keys, threshold, Map.of());
  }

  private static boolean isOf(VerifyingKey key, KeyFamily family) {
    return key.type().scheme().family() == family;
  }

  /** The same as devices read it. */
  public Authority authority() {
    Map<KeyId, Key> list = new HashMap<>();
    keys.forEach(key -> list.put(key.id(), key.asDevice()));
    return new Authority(
        new RoleKeys(keys.stream().map(VerifyingKey::id).toList(), threshold, leastByFamily), list);
  }

  /**
   * Writes the role's members.
   *
   * @param keyList where the keys themselves stand
   */
  void writeTo(ObjectNode role, ObjectNode keyList) {
    role.put("threshold", threshold);
    if (!leastByFamily.isEmpty()) {
      ObjectNode least = role.putObject(RoleKeys.LEAST_BY_FAMILY);
      leastByFamily.forEach((family, number) -> least.put(family.toString(),
          number));
    }
    ArrayNode ids = role.putArray("keyids");
    for (VerifyingKey key : keys) {
      keyList.set(key.id().toString(), key.json());
      ids.add(key.id().toString());
    }
  }
}
