package dev.bascule.publisher.repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.json.QuotedText;
import dev.bascule.image.tuf.KeyFamily;
import dev.bascule.image.tuf.KeyId;
import dev.bascule.image.tuf.RoleKeys;
import dev.bascule.image.tuf.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a root changes, compared with the one that it follows. A key id is only a name that whoever drafts may choose, so
 * keys are compared by what they are.
 */
public record RootDifference(List<Change> changes) {

  /** Members that differ from every root to the next, or that are compared in another way. */
  private static final Set<String> EXPECTED = Set.of("version", "expires", "x-signed-at", "keys",
      "roles");

  public RootDifference {
    changes = List.copyOf(changes);
  }

  /**
   * One change.
   *
   * @param subject the role, or the root's member
   * @param kind a word for scripts: {@code key-added}, {@code key-removed}, {@code threshold}, {@code least-…},
   *     {@code member}
   * @param from what was, or null
   * @param to what is, or null
   */
  public record Change(String subject, String kind, @Nullable String from, @Nullable String to) {

    /** For people. */
    @Override
    public String toString() {
      String what = switch (kind) {
        case "key-added" -> "gains the key " + to;
        case "key-removed" -> "loses the key " + from;
        default -> kind + ": " + (from == null ? "none" : from) + " -> "
            + (to == null ? "none" : to);
      };
      return String.format("%-10s %s", subject, what);
    }
  }

  /**
   * Compares two roots.
   *
   * @param former null for the first root of all
   */
  public static RootDifference between(@Nullable Document former, Document next) {
    ObjectNode before =
        former == null ? JsonNodeFactory.instance.objectNode() : former.signed();
    ObjectNode after = next.signed();
    List<Change> changes = new ArrayList<>();
    for (String role : Root.TOP_LEVEL) {
      compareKeys(role, keys(role, before), keys(role, after), changes);
      compareNumbers(role, before.path("roles").path(role), after.path("roles").path(role),
          changes);
    }
    Set<String> members = new TreeSet<>();
    before.fieldNames().forEachRemaining(members::add);
    after.fieldNames().forEachRemaining(members::add);
    members.removeAll(EXPECTED);
    for (String member : members) {
      if (former != null && !before.path(member).equals(after.path(member))) {
        changes.add(new Change(QuotedText.whereNeeded(member), "member", text(before.get(member)),
            text(after.get(member))));
      }
    }
    return new RootDifference(changes);
  }

  private static void compareKeys(String role, SortedMap<String, String> before,
      SortedMap<String, String> after, List<Change> changes) {
    after.forEach((id, key) -> {
      if (!before.containsKey(id)) {
        changes.add(new Change(role, "key-added", null, key));
      }
    });
    before.forEach((id, key) -> {
      if (!after.containsKey(id)) {
        changes.add(new Change(role, "key-removed", key, null));
      }
    });
  }

  private static void compareNumbers(String role, JsonNode before, JsonNode after,
      List<Change> changes) {
    compare(role, "threshold", before.get("threshold"), after.get("threshold"), changes);
    for (KeyFamily family : KeyFamily.values()) {
      compare(role, "least-" + family,
          before.path(RoleKeys.LEAST_BY_FAMILY).get(family.toString()),
          after.path(RoleKeys.LEAST_BY_FAMILY).get(family.toString()), changes);
    }
  }

  private static void compare(String role, String kind, @Nullable JsonNode before,
      @Nullable JsonNode after, List<Change> changes) {
    String from = text(before);
    String to = text(after);
    if (from == null ? to != null : !from.equals(to)) {
      changes.add(new Change(role, kind, from, to));
    }
  }

  /** A role's keys in words, by what they are. */
  private static SortedMap<String, String> keys(String role, ObjectNode root) {
    SortedMap<String, String> keys = new TreeMap<>();
    for (JsonNode name : root.path("roles").path(role).path("keyids")) {
      JsonNode key = root.path("keys").path(name.asText());
      if (key.isMissingNode()) {
        keys.put(name.asText(), QuotedText.whereNeeded(name.asText()) + " (not among the keys)");
        continue;
      }
      String id = KeyId.of(key).value();
      String words = id + " (" + QuotedText.whereNeeded(key.path("keytype").asText()) + "/"
          + QuotedText.whereNeeded(key.path("scheme").asText()) + ")";
      keys.put(id, id.equals(name.asText())
          ? words
          : words + " under the name " + QuotedText.whereNeeded(name.asText()));
    }
    return keys;
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null || node.isMissingNode()
        ? null
        : QuotedText.whereNeeded(node.isValueNode() ? node.asText() : node.toString());
  }
}
