package dev.bascule.publisher.cli;

import dev.bascule.image.tuf.KeyFamily;
import dev.bascule.publisher.key.VerifyingKey;
import dev.bascule.publisher.repository.RoleSignatories;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Whose keys sign for which role. */
final class SignatoryOptions {

  @Option(names = "--key", paramLabel = "ROLE=KEY",
      description = "A public key (.pub) that may sign for a role; may be given several times.")
  private List<Assignment> keys = new ArrayList<>();

  @Option(names = "--threshold", paramLabel = "ROLE=N",
      description = "How many of a role's keys must sign (default: 1).")
  private List<Assignment> thresholds = new ArrayList<>();

  @Option(names = "--min", paramLabel = "ROLE=FAMILY:N",
      description = "Of the keys that sign, at least N of a family: classical or post-quantum. Devices that do not know this ask for the threshold alone.")
  private List<Assignment> least = new ArrayList<>();

  /**
   * Reads the keys.
   *
   * @param roles those that there are
   * @throws IllegalArgumentException for other roles, and for thresholds that cannot be met
   */
  Map<String, RoleSignatories> read(Collection<String> roles) throws IOException {
    Map<String, List<VerifyingKey>> byRole = new LinkedHashMap<>();
    for (Assignment key : keys) {
      requireRole(key.role(), roles);
      byRole.computeIfAbsent(key.role(), role -> new ArrayList<>())
          .add(PublicKey.read(key.value()));
    }
    Map<String, Integer> needed = new LinkedHashMap<>();
    for (Assignment threshold : thresholds) {
      requireRole(threshold.role(), byRole.keySet());
      needed.put(threshold.role(), threshold.number("threshold"));
    }
    Map<String, Map<KeyFamily, Integer>> families = new LinkedHashMap<>();
    for (Assignment one : least) {
      requireRole(one.role(), byRole.keySet());
      FamilyMinimum minimum = FamilyMinimum.parse(one.value());
      families.computeIfAbsent(one.role(), role -> new EnumMap<>(KeyFamily.class))
          .put(minimum.family(), minimum.number());
    }
    Map<String, RoleSignatories> signatories = new LinkedHashMap<>();
    byRole.forEach((role, list) -> signatories.put(role, new RoleSignatories(list,
        needed.getOrDefault(role, 1), families.getOrDefault(role, Map.of()))));
    return signatories;
  }

  private static void requireRole(String role, Collection<String> roles) {
    if (!roles.contains(role)) {
      throw new IllegalArgumentException(
          "role: expected one of " + String.join(", ", roles) + ", found " + role);
    }
  }
}
