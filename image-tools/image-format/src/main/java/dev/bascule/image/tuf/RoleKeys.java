package dev.bascule.image.tuf;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which keys sign for a role, and how many of them must.
 *
 * @param threshold how many different keys must have signed, at least 1; a threshold above the number of
 *     keys can be read, and never be met
 * @param leastByFamily of those, how many of a family; a family that is absent has no least number. It
 *     stands under {@code x-min-by-family}, so that clients that do not know it ask for the threshold only
 */
public record RoleKeys(
    List<KeyId> keyIds,
    int threshold,
    Map<KeyFamily, Integer> leastByFamily) {

  /** The member's name beside {@code threshold}. */
  public static final String LEAST_BY_FAMILY = "x-min-by-family";

  private static final int MAX_KEYS = 1_024;

  public RoleKeys {
    keyIds = List.copyOf(keyIds);
    leastByFamily = Collections.unmodifiableMap(new TreeMap<>(leastByFamily));
  }

  /** Whether some different keys are enough, also of each family that is named. */
  public boolean enough(Collection<Key> different) {
    return different.size() >= threshold && leastByFamily.entrySet()
        .stream()
        .allMatch(least -> count(different, least.getKey()) >= least.getValue());
  }

  /** How many of some keys are of a family. */
  public static int count(Collection<Key> keys, KeyFamily family) {
    return (int) keys.stream()
        .filter(key -> key.scheme().filter(scheme -> scheme.family() == family).isPresent())
        .count();
  }

  static RoleKeys read(Members role) throws JsonException {
    List<KeyId> keyIds = new ArrayList<>();
    for (String id : role.strings("keyids", MAX_KEYS)) {
      try {
        keyIds.add(new KeyId(id));
      } catch (IllegalArgumentException e) {
        throw role.wrong("keyids", "key ids of 1 to 256 characters");
      }
    }
    if (new HashSet<>(keyIds).size() != keyIds.size()) {
      throw role.wrong("keyids", "every key id once");
    }
    int threshold = (int) role.integer("threshold", 1, Integer.MAX_VALUE);
    return new RoleKeys(keyIds, threshold, readLeastByFamily(role));
  }

  private static Map<KeyFamily, Integer> readLeastByFamily(Members role) throws JsonException {
    Map<KeyFamily, Integer> least = new EnumMap<>(KeyFamily.class);
    Optional<Members> families = role.optionalObject(LEAST_BY_FAMILY);
    if (families.isPresent()) {
      for (KeyFamily family : KeyFamily.values()) {
        families.get()
            .optionalInteger(family.toString(), 0, MAX_KEYS)
            .ifPresent(number -> least.put(family, (int) number));
      }
    }
    return least;
  }
}
