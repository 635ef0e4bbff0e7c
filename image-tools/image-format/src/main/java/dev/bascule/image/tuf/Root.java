package dev.bascule.image.tuf;

import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The root role's metadata (specification 4.3): which keys sign for the top-level roles.
 *
 * @param consistentSnapshot whether names in the repository carry versions and hashes
 * @param roles the top-level roles by name; those four at least
 */
public record Root(
    Header header,
    boolean consistentSnapshot,
    Map<KeyId, Key> keys,
    Map<String, RoleKeys> roles) implements Metadata {

  /** The top-level roles that every repository has. */
  public static final List<String> TOP_LEVEL = List.of("root", "timestamp", "snapshot", "targets");

  public Root {
    keys = Map.copyOf(keys);
    roles = Map.copyOf(roles);
  }

  static Root read(Members signed, Header header) throws JsonException {
    Map<String, RoleKeys> roles = new HashMap<>();
    Members listed = signed.object("roles");
    for (String role : TOP_LEVEL) {
      roles.put(role, RoleKeys.read(listed.object(role)));
    }
    return new Root(header, signed.bool("consistent_snapshot", false), KeyList.read(signed), roles);
  }

  /** Who may sign a kind of metadata at the top level. */
  public Authority authority(MetadataKind<?> kind) {
    RoleKeys role = roles.get(kind.toString());
    if (role == null) {
      throw new IllegalStateException("root metadata without the role " + kind);
    }
    return new Authority(role, keys);
  }

  /** Whether a key that signed for a role in an older root no longer does in this one. */
  boolean revokes(Root older, MetadataKind<?> kind) {
    return !identities(authority(kind)).containsAll(identities(older.authority(kind)));
  }

  private static HashSet<Object> identities(Authority authority) {
    HashSet<Object> identities = new HashSet<>();
    for (KeyId id : authority.role().keyIds()) {
      Key key = authority.keys().get(id);
      identities.add(key == null ? id : key.identity());
    }
    return identities;
  }
}
