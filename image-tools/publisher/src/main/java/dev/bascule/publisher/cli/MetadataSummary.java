package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.tuf.DelegatedRole;
import dev.bascule.image.tuf.Delegations;
import dev.bascule.image.tuf.ListedFile;
import dev.bascule.image.tuf.Metadata;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.Root;
import dev.bascule.image.tuf.SignedMetadata;
import dev.bascule.image.tuf.Snapshot;
import dev.bascule.image.tuf.TargetFile;
import dev.bascule.image.tuf.Targets;
import dev.bascule.image.tuf.Timestamp;
import dev.bascule.publisher.progress.Size;
import dev.bascule.publisher.repository.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A metadata file for people and machines. */
final class MetadataSummary {

  private final ObjectNode json = Step.object().put("kind", "metadata");
  private final List<String> lines = new ArrayList<>();

  private MetadataSummary() {}

  static Report of(Document document) throws JsonException {
    String type = document.signed().path("_type").asText();
    return switch (type) {
      case "root" -> {
        RootReport root = new RootReport(document, null);
        yield Report.of(root.json().put("kind", "metadata").put("type", type), root.lines());
      }
      case "timestamp" -> new MetadataSummary().describe(document.as(MetadataKind.TIMESTAMP));
      case "snapshot" -> new MetadataSummary().describe(document.as(MetadataKind.SNAPSHOT));
      case "targets" -> new MetadataSummary().describe(document.as(MetadataKind.TARGETS));
      default -> throw new JsonException("signed._type",
          "expected root, timestamp, snapshot or targets, found \"" + type + "\"");
    };
  }

  private Report describe(SignedMetadata<?> metadata) {
    Metadata content = metadata.content();
    String type = switch (content) {
      case Root root -> "root";
      case Timestamp timestamp -> "timestamp";
      case Snapshot snapshot -> "snapshot";
      case Targets targets -> "targets";
    };
    json.put("type", type)
        .put("version", content.version())
        .put("expires", content.expires().toString());
    lines.add(type + " version " + content.version() + ", expires " + content.expires());
    metadata.signatures().forEach(signature -> {
      json.withArray("/keyids").add(signature.keyId().value());
      lines.add("  signature of " + signature.keyId());
    });
    switch (content) {
      case Root root -> throw new IllegalArgumentException("a root is shown by RootReport");
      case Timestamp timestamp -> describe("snapshot", timestamp.snapshot());
      case Snapshot snapshot -> new TreeMap<>(snapshot.roles()).forEach(this::describe);
      case Targets targets -> describe(targets);
    }
    return Report.of(json, lines);
  }

  private void describe(String role, ListedFile file) {
    json.withObject("/meta").put(role, file.version());
    lines.add("  " + role + " version " + file.version());
  }

  private void describe(Targets targets) {
    for (Map.Entry<String, TargetFile> file : new TreeMap<>(
        targets.targets()).entrySet()) {
      json.withObject("/targets").put(file.getKey(), file.getValue().length());
      lines.add("  " + file.getKey() + "  " + Size.of(file.getValue().length()));
    }
    if (targets.delegations() instanceof Delegations.Listed listed) {
      for (DelegatedRole role : listed.roles()) {
        json.withObject("/delegations")
            .putObject(role.name())
            .put("threshold", role.keys().threshold())
            .put("keys", role.keys().keyIds().size());
        lines.add("  delegates to " + role.name() + ": " + role.keys().threshold() + " of "
            + role.keys().keyIds().size() + " keys");
      }
    }
  }
}
