package dev.bascule.publisher.repository;

import dev.bascule.image.tuf.Authority;
import dev.bascule.image.tuf.Key;
import dev.bascule.image.tuf.KeyFamily;
import dev.bascule.image.tuf.RoleKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is unwise about the families of a role's keys, though it is no error. */
public final class FamilyAdvice {

  private FamilyAdvice() {}

  /** The warnings about a role; none for one whose keys are all classical. */
  public static List<String> of(String role, Authority authority) {
    List<Key> keys = authority.role()
        .keyIds()
        .stream()
        .map(authority.keys()::get)
        .filter(Objects::nonNull)
        .toList();
    int classical = RoleKeys.count(keys, KeyFamily.CLASSICAL);
    int threshold = authority.role().threshold();
    List<String> warnings = new ArrayList<>();
    if (classical < threshold && RoleKeys.count(keys, KeyFamily.POST_QUANTUM) > 0) {
      warnings.add("devices whose software does not know ML-DSA count only the " + classical
          + " classical keys of " + role + ", and it asks for " + threshold + ": they would REFUSE "
          + "every update from now on. Ask for no more than they can count, and for the rest with "
          + "--min " + role + "=post-quantum:N");
    }
    authority.role().leastByFamily().forEach((family, least) -> {
      if (least > 1 && RoleKeys.count(keys, family) == least) {
        warnings.add("all " + least + " " + family + " keys of " + role
            + " are needed: if one is lost, nobody can sign. Add a spare key");
      }
    });
    return List.copyOf(warnings);
  }
}
