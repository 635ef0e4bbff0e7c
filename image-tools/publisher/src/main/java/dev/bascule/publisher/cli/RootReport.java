package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.tuf.Key;
import dev.bascule.image.tuf.KeyFamily;
import dev.bascule.image.tuf.KeyId;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.RoleKeys;
import dev.bascule.image.tuf.Root;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.image.tuf.Threshold;
import dev.bascule.publisher.repository.RootAdvice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A root for people and machines: whose keys count, and who has signed.
 *
 * @param former the root that it follows, if it is known
 */
record RootReport(SignedMetadata<Root> root, @Nullable SignedMetadata<Root> former) {

  /**
   * Describes a root.
   *
   * @param formerFile the file of the root that it follows, or null
   */
  static RootReport of(SignedMetadata<Root> root, @Nullable Path formerFile) throws IOException {
    return new RootReport(root,
        formerFile == null ? null : DraftFile.read(formerFile).as(MetadataKind.ROOT));
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
      RoleKeys keys = content.authority(kind(role)).role();
      lines.add(String.format("  %-10s %d of %d keys%s", role, keys.threshold(),
          keys.keyIds().size(), inWords(keys.leastByFamily())));
      keys.keyIds().forEach(id -> lines.add("             " + describe(id)));
    }
    lines.add("signed by its own keys:      " + own());
    Threshold byFormer = byFormer();
    if (byFormer != null) {
      lines.add("signed by the former keys:   " + byFormer);
    } else if (content.version() > 1) {
      lines.add("signed by the former keys:   unknown; give --previous "
          + (content.version() - 1) + ".root.json");
    }
    return lines;
  }

  private static String inWords(Map<KeyFamily, Integer> leastByFamily) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(leastByFamily).forEach((family, least) -> text.append(", ")
        .append(least)
        .append(' ')
        .append(family)
        .append(" at least"));
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
      RoleKeys keys = content.authority(kind(role)).role();
      ObjectNode entry = roles.putObject(role).put("threshold", keys.threshold());
      ObjectNode least = entry.putObject("least");
      keys.leastByFamily().forEach((family, number) -> least.put(family.toString(), number));
      ArrayNode ids = entry.putArray("keyids");
      keys.keyIds().forEach(id -> ids.add(id.value()));
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

  private static MetadataKind<?> kind(String role) {
    return switch (role) {
      case "root" -> MetadataKind.ROOT;
      case "timestamp" -> MetadataKind.TIMESTAMP;
      case "snapshot" -> MetadataKind.SNAPSHOT;
      default -> MetadataKind.TARGETS;
    };
  }
}
