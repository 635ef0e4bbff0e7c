package dev.bascule.image.tuf;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;

/**
 * A role that another one delegates to.
 *
 * @param terminating whether, for a path that the role covers, no role after it is asked
 */
public record DelegatedRole(String name, RoleKeys keys, boolean terminating, PathSet paths) {

  static DelegatedRole read(Members role) throws JsonException {
    String name = role.string("name");
    if (name.isEmpty() || Root.TOP_LEVEL.contains(name)) {
      throw role.wrong("name", "a name that no top-level role has");
    }
    return new DelegatedRole(
        name, RoleKeys.read(role), role.bool("terminating", false), PathSet.read(role));
  }
}
