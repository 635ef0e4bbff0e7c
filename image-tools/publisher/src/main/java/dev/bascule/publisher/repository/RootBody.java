package dev.bascule.publisher.repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.tuf.Authority;
import dev.bascule.image.tuf.Key;
import dev.bascule.image.tuf.KeyFamily;
import dev.bascule.image.tuf.KeyId;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.RoleKeys;
import dev.bascule.image.tuf.Root;
import dev.bascule.publisher.key.VerifyingKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What a draft of a root says, while someone changes it. Members that this program does not know stay. */
public final class RootBody {

  private final ObjectNode json;

  private RootBody(ObjectNode json) {
    this.json = json;
  }

  /** Begins with what a draft says; its signatures are left behind. */
  public static RootBody of(Document draft) throws JsonException {
    draft.as(MetadataKind.ROOT); // refuses what is no root
    return new RootBody(draft.signed());
  }

  /**
   * Lets a key sign for a role.
   *
   * @throws IllegalArgumentException if it does already, or there is no such role
   */
  public void addKey(String role, VerifyingKey key) {
    ArrayNode names = names(role);
    if (identities(names).contains(key.id().value())) {
      throw new IllegalArgumentException(
          "role " + role + ": the key " + key.id() + " signs for it already");
    }
    keys().set(key.id().value(), key.json());
    names.add(key.id().value());
  }

  /**
   * Lets a key sign for a role no longer.
   *
   * @param id the key's id or how it begins
   * @throws IllegalArgumentException if no key of the role has such an id, or more than one
   */
  public void removeKey(String role, String id) {
    ArrayNode names = names(role);
    List<Integer> found = new ArrayList<>();
    List<String> identities = identities(names);
    for (int i = 0; i < identities.size(); i++) {
      if (identities.get(i).startsWith(id) || names.get(i).asText().equals(id)) {
        found.add(i);
      }
    }
    if (found.size() != 1) {
      throw new IllegalArgumentException("role " + role + ": expected one key whose id begins with "
          + id + ", found " + found.size() + " of " + identities);
    }
    names.remove(found.getFirst());
  }

  /**
   * Puts one key in another's place, in every role.
   *
   * @return the roles
   * @throws IllegalArgumentException if no role has the old key, or one has the new key too
   */
  public List<String> replaceKey(String oldId, VerifyingKey key) {
    List<String> roles = Root.TOP_LEVEL.stream()
        .filter(role -> identities(names(role)).stream().anyMatch(id -> id.startsWith(oldId)))
        .toList();
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("no role has a key whose id begins with " + oldId);
    }
    for (String role : roles) {
      removeKey(role, oldId);
      addKey(role, key);
    }
    return roles;
  }

  /** Says how many of a role's keys must sign. */
  public void setThreshold(String role, int threshold) {
    names(role);
    role(role).put("threshold", threshold);
  }

  /** Says how many keys of a family must be among those that sign; 0 for any number. */
  public void setLeast(String role, KeyFamily family, int least) {
    names(role);
    ObjectNode families = role(role).withObject("/" + RoleKeys.LEAST_BY_FAMILY);
    families.put(family.toString(), least);
    for (Iterator<JsonNode> i = families.elements(); i.hasNext();) {
      if (i.next().asInt() == 0) {
        i.remove();
      }
    }
    if (families.isEmpty()) {
      role(role).remove(RoleKeys.LEAST_BY_FAMILY);
    }
  }

  /**
   * The draft, which nobody has signed yet.
   *
   * @throws IllegalArgumentException if it asks for more signatures than there are keys
   */
  public Document draft() throws JsonException {
    Set<String> used = new HashSet<>();
    Root.TOP_LEVEL.forEach(role -> names(role).forEach(name -> used.add(name.asText())));
    keys().retain(used);
    Document draft = Document.unsigned(json);
    Root root = draft.as(MetadataKind.ROOT).content();
    for (Map.Entry<String, RoleKeys> role : root.roles().entrySet()) {
      requireEnough(role.getKey(), new Authority(role.getValue(), root.keys()));
    }
    return draft;
  }

  private static void requireEnough(String name, Authority authority) {
    RoleKeys role = authority.role();
    List<Key> keys = role.keyIds()
        .stream()
        .map(authority.keys()::get)
        .filter(Objects::nonNull)
        .toList();
    if (keys.size() < role.threshold()) {
      throw new IllegalArgumentException("role " + name + ": expected at least as many keys as its "
          + "threshold, " + role.threshold() + ", found " + keys.size()
          + "; add a key first, or lower the threshold with: bascule-image root threshold");
    }
    role.leastByFamily().forEach((family, least) -> {
      int there = RoleKeys.count(keys, family);
      if (there < least) {
        throw new IllegalArgumentException("role " + name + ": expected at least " + least + " "
            + family + " keys, found " + there + "; add a key first, or ask for fewer with: "
            + "bascule-image root threshold --min " + name + "=" + family + ":" + there);
      }
    });
  }

  private ObjectNode keys() {
    return json.withObject("/keys");
  }

  private ObjectNode role(String role) {
    return json.withObject("/roles/" + role);
  }

  private ArrayNode names(String role) {
    if (!Root.TOP_LEVEL.contains(role)) {
      throw new IllegalArgumentException("role: expected one of "
          + String.join(", ", Root.TOP_LEVEL) + ", found " + role);
    }
    return role(role).withArray("/keyids");
  }

  /** What the keys are, whatever they are named. */
  private List<String> identities(ArrayNode names) {
    List<String> identities = new ArrayList<>();
    for (JsonNode name : names) {
      JsonNode key = keys().path(name.asText());
      identities.add(key.isMissingNode() ? name.asText() : KeyId.of(key).value());
    }
    return identities;
  }
}
