package dev.bascule.publisher.repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Sha256;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.image.tuf.Targets;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;

/** What a targets role will sign next: what it signed last, changed. Members that this program does not know stay. */
final class TargetsBody {

  private final ObjectNode json;

  private TargetsBody(ObjectNode json) {
    this.json = json;
  }

  /** Nothing listed yet. */
  static TargetsBody empty() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("targets");
    return new TargetsBody(json);
  }

  static TargetsBody of(SignedMetadata<Targets> last) throws JsonException {
    return new TargetsBody(Document.parse(last.received()).signed());
  }

  ObjectNode json() {
    return json;
  }

  /** Lists a file. */
  void putTarget(String path, long length, Sha256 sha256) {
    ObjectNode target = JsonNodeFactory.instance.objectNode().put("length", length);
    target.putObject("hashes").put("sha256", sha256.toString());
    ((ObjectNode) json.get("targets")).set(path, target);
  }

  /** Lists a file no longer. */
  void removeTarget(String path) {
    ((ObjectNode) json.get("targets")).remove(path);
  }

  boolean hasTarget(String path) {
    return json.get("targets").has(path);
  }

  /**
   * Lets a role speak for a path pattern, or changes who signs for it. It terminates: for its paths nobody else is
   * asked.
   */
  void delegate(String role, String pattern, RoleSignatories signatories) {
    ObjectNode delegations = json.withObject("/delegations");
    ObjectNode keyList = delegations.withObject("/keys");
    ArrayNode roles = delegations.withArray("/roles");
    removeRole(roles, role);
    ObjectNode entry = roles.addObject()
        .put("name", role)
        .put("terminating", true);
    entry.putArray("paths").add(pattern);
    signatories.writeTo(entry, keyList);
    dropUnusedKeys(keyList, roles);
  }

  private static void removeRole(ArrayNode roles, String name) {
    for (Iterator<JsonNode> i = roles.elements(); i.hasNext();) {
      if (i.next().path("name").asText().equals(name)) {
        i.remove();
      }
    }
  }

  private static void dropUnusedKeys(ObjectNode keyList, ArrayNode roles) {
    Set<String> used = new TreeSet<>();
    roles.forEach(role -> role.path("keyids").forEach(id -> used.add(id.asText())));
    keyList.retain(used);
  }
}
