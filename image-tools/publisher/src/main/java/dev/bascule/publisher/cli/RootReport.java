package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.tuf.Key;
import dev.bascule.image.tuf.KeyFamily;
import dev.bascule.image.tuf.KeyId;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.RoleKeys;
import dev.bascule.image.tuf.Root;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.image.tuf.Threshold;
import dev.bascule.publisher.repository.Document;
import dev.bascule.publisher.repository.RootAdvice;
import dev.bascule.publisher.repository.RootDifference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A root for people and machines: whose keys count, what that changes, and who has signed. */
final class RootReport {

  private final SignedMetadata<Root> root;
  private final @Nullable SignedMetadata<Root> former;
  private final RootDifference difference;

  /**
   * Describes a root.
   *
   * @param follows the root that it follows, or null if that is not known
   */
  RootReport(Document draft, @Nullable Document follows) throws JsonException {
    this.root = draft.as(MetadataKind.ROOT);
    this.former = follows == null ? null : follows.as(MetadataKind.ROOT);
    this.difference = RootDifference.between(follows, draft);
  }

  List<String> warnings() {
    return RootAdvice.of(root.content());
  }

  /** How many of the keys that must sign it have, by the root's own role. */
  Threshold own() {
    return root.content().authority(MetadataKind.ROOT).count(root);
  }

  /** The same by the former root's role; null if that root is not known. */
  @Nullable
  Threshold byFormer() {
    return former == null ? null : former.content().authority(MetadataKind.ROOT).count(root);
  }

  /** Whether it can be published, as far as is known. */
  boolean isComplete() {
    Threshold byFormer = byFormer();
    return own().met() && (root.content().version() == 1 || (byFormer != null && byFormer.met()));
  }

  /** What is to be done with the draft now. */
  String nextStep(Path file) {
    if (isComplete()) {
      return "complete; publish it with: bascule-image root publish " + file + " --repo DIR";
    }
    long version = root.content().version();
    return "now each holder of a root key, old or new, runs: bascule-image root sign " + file
        + (version > 1 ? " --previous " + (version - 1) + ".root.json" : "")
        + " --keys NAME.key";
  }

  Report asReport(String lastLine) {
    List<String> lines = new ArrayList<>(lines());
    lines.add(lastLine);
    return Report.of(json(), lines);
  }

  List<String> lines() {
    Root content = root.content();
    List<String> lines = new ArrayList<>();
    lines.add("root version " + content.version() + ", expires " + content.expires());
    for (String role : Root.TOP_LEVEL) {
      RoleKeys keys = keys(role);
      lines.add(String.format("  %-10s %d of %d keys%s", role, keys.threshold(),
          keys.keyIds().size(), inWords(keys.leastByFamily())));
      keys.keyIds().forEach(id -> lines.add("             " + describe(id)));
    }
    if (former != null) {
      lines.add("what changes from version " + former.content().version() + ":");
      difference.changes().forEach(change -> lines.add("  " + change));
      if (difference.changes().isEmpty()) {
        lines.add("  nothing but the version and the dates");
      }
    }
    addThreshold("signed by its own keys:      ", own(), lines);
    Threshold byFormer = byFormer();
    if (byFormer != null) {
      addThreshold("signed by the former keys:   ", byFormer, lines);
    } else if (content.version() > 1) {
      lines.add("signed by the former keys:   unknown; give --previous "
          + (content.version() - 1) + ".root.json");
    }
    return lines;
  }

  private static void addThreshold(String title, Threshold threshold, List<String> lines) {
    lines.add(title + threshold.summary() + (threshold.met() ? ": enough" : ": not enough"));
    threshold.signedBy().forEach(key -> lines.add("  " + key + " has signed"));
    threshold.problems().forEach(problem -> lines.add("  " + problem));
  }

  private static String inWords(Map<KeyFamily, Integer> leastByFamily) {
    StringBuilder text = new StringBuilder();
    leastByFamily.forEach((family, least) -> text.append(", at least ")
        .append(least)
        .append(' ')
        .append(family));
    return text.toString();
  }

  private String describe(KeyId id) {
    Key key = root.content().keys().get(id);
    return key == null ? id + " (not among the keys)" : key.toString();
  }

  ObjectNode json() {
    Root content = root.content();
    ObjectNode json = Step.object()
        .put("version", content.version())
        .put("expires", content.expires().toString())
        .put("complete", isComplete());
    ObjectNode roles = json.putObject("roles");
    for (String role : Root.TOP_LEVEL) {
      RoleKeys keys = keys(role);
      ObjectNode entry = roles.putObject(role).put("threshold", keys.threshold());
      ObjectNode least = entry.putObject("least");
      keys.leastByFamily().forEach((family, number) -> least.put(family.toString(), number));
      ArrayNode ids = entry.putArray("keyids");
      keys.keyIds().forEach(id -> ids.add(id.value()));
    }
    if (former != null) {
      ArrayNode changes = json.putArray("changes");
      difference.changes()
          .forEach(change -> changes.addObject()
              .put("subject", change.subject())
              .put("kind", change.kind())
              .put("from", change.from())
              .put("to", change.to()));
    }
    putThreshold(json, "signed_by_own", own());
    Threshold byFormer = byFormer();
    if (byFormer != null) {
      putThreshold(json, "signed_by_former", byFormer);
    }
    ArrayNode warnings = json.putArray("warnings");
    warnings().forEach(warnings::add);
    return json;
  }

  private static void putThreshold(ObjectNode json, String name, Threshold threshold) {
    ArrayNode ids = json.putObject(name)
        .put("met", threshold.met())
        .put("needed", threshold.role().threshold())
        .putArray("keyids");
    threshold.signedBy().forEach(key -> ids.add(key.id().value()));
  }

  private RoleKeys keys(String role) {
    RoleKeys keys = root.content().roles().get(role);
    if (keys == null) {
      throw new IllegalStateException("root metadata without the role " + role);
    }
    return keys;
  }
}
