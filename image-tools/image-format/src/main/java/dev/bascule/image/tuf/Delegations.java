package dev.bascule.image.tuf;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which other roles a targets role lets speak for which paths. */
public sealed interface Delegations {

  /** No delegation. */
  Delegations NONE = new Listed(Map.of(), List.of());

  /** The roles' keys. */
  Map<KeyId, Key> keys();

  /** The roles that may speak for a path, in the order in which they are asked. */
  List<DelegatedRole> covering(String path);

  /** Roles one by one. */
  record Listed(Map<KeyId, Key> keys, List<DelegatedRole> roles) implements Delegations {

    private static final int MAX_ROLES = 4_096;

    public Listed {
      keys = Map.copyOf(keys);
      roles = List.copyOf(roles);
    }

    @Override
    public List<DelegatedRole> covering(String path) {
      return roles.stream().filter(role -> role.paths().cover(path)).toList();
    }

    static Listed read(Map<KeyId, Key> keys, Members delegations) throws JsonException {
      List<DelegatedRole> roles = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (Members listed : delegations.objects("roles", MAX_ROLES)) {
        DelegatedRole role = DelegatedRole.read(listed);
        if (!names.add(role.name())) {
          throw listed.wrong("name", "each role once");
        }
        roles.add(role);
      }
      return new Listed(keys, roles);
    }
  }

  /** As many roles as the bins that paths are hashed into (TAP 15). */
  record Bins(Map<KeyId, Key> keys, SuccinctRoles roles) implements Delegations {

    public Bins {
      keys = Map.copyOf(keys);
    }

    @Override
    public List<DelegatedRole> covering(String path) {
      return List.of(roles.roleOf(path));
    }
  }

  static Delegations read(Members delegations) throws JsonException {
    Map<KeyId, Key> keys = KeyList.read(delegations);
    if (!delegations.has("succinct_roles")) {
      return Listed.read(keys, delegations);
    }
    if (delegations.has("roles")) {
      throw delegations.wrong("roles", "no such member beside succinct_roles");
    }
    return new Bins(keys, SuccinctRoles.read(delegations.object("succinct_roles")));
  }
}
