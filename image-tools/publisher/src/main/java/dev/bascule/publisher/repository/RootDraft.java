package dev.bascule.publisher.repository;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.Root;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.publisher.key.KeyRing;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Drafts a root: which keys sign for the top-level roles. */
public final class RootDraft {

  private RootDraft() {}

  /**
   * Drafts a root that nobody has signed yet.
   *
   * @param previous the root that it follows, or null for the first
   * @param roles who signs, by the names of the top-level roles; those that are not named stay as in {@code previous}
   * @throws IllegalArgumentException if a role has no keys at all
   */
  public static Document draft(@Nullable Document previous, Map<String, RoleSignatories> roles,
      Lifetimes lifetimes, Instant now) throws IOException {
    SignedMetadata<Root> last = previous == null ? null : previous.as(MetadataKind.ROOT);
    ObjectNode body = previous == null
        ? JsonNodeFactory.instance.objectNode()
        : previous.signed();
    body.put("consistent_snapshot", true);
    ObjectNode keys = body.withObject("/keys");
    ObjectNode roleList = body.withObject("/roles");
    roles.forEach((role, signatories) -> signatories.writeTo(roleList.putObject(role), keys));
    for (String role : Root.TOP_LEVEL) {
      if (!roleList.has(role)) {
        throw new IllegalArgumentException(
            "role " + role + ": expected at least one key, as in --key " + role + "=NAME.pub");
      }
    }
    keys.retain(usedKeys(roleList));
    return new Signing(KeyRing.of(), lifetimes, now)
        .stamp("root", MetadataKind.ROOT, body, last == null ? null : last.content());
  }

  private static Set<String> usedKeys(ObjectNode roleList) {
    Set<String> used = new HashSet<>();
    roleList.forEach(role -> role.path("keyids").forEach(id -> used.add(id.asText())));
    return used;
  }
}
