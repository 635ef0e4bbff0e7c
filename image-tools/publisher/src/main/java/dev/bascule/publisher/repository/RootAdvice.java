package dev.bascule.publisher.repository;

import dev.bascule.image.tuf.Authority;
import dev.bascule.image.tuf.KeyId;
import dev.bascule.image.tuf.RoleKeys;
import dev.bascule.image.tuf.Root;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is unwise about a root, though it is no error. */
public final class RootAdvice {

  private RootAdvice() {}

  /** The warnings, loudest first; none for a root as it should be. */
  public static List<String> of(Root root) {
    List<String> warnings = new ArrayList<>();
    RoleKeys rootRole = keys(root, "root");
    if (rootRole.threshold() < 2) {
      warnings.add("ONE root key is enough to take over every device for ever: "
          + "whoever steals it, or loses it, decides alone. Give the role root at least 2 keys "
          + "of different people and a threshold of 2");
    }
    if (rootRole.threshold() > 1 && rootRole.keyIds().size() == rootRole.threshold()) {
      warnings.add("all " + rootRole.threshold() + " root keys are needed: if one is lost, "
          + "no device can ever be told of new keys. Add a spare root key");
    }
    for (String online : List.of("timestamp", "snapshot")) {
      Set<KeyId> both = new HashSet<>(rootRole.keyIds());
      both.retainAll(keys(root, online).keyIds());
      for (KeyId id : both) {
        warnings.add("the ROOT key " + id.value().substring(0, Math.min(12, id.value().length()))
            + "… also signs " + online + ", so that it must be ONLINE every day. "
            + "Give " + online + " a key of its own");
      }
    }
    for (String role : Root.TOP_LEVEL) {
      warnings.addAll(FamilyAdvice.of(role, new Authority(keys(root, role), root.keys())));
    }
    return List.copyOf(warnings);
  }

  private static RoleKeys keys(Root root, String role) {
    RoleKeys keys = root.roles().get(role);
    if (keys == null) {
      throw new IllegalStateException("root metadata without the role " + role);
    }
    return keys;
  }
}
