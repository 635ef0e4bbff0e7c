package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.publisher.fleet.CatalogDifference;
import dev.bascule.publisher.fleet.CatalogDifference.Change;
import dev.bascule.publisher.repository.History;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.Revision;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says who changed what, and when. */
@Command(name = "log",
    description = "Show what was changed about what is published, when, and whose keys signed it: the newest last. It is read from the repository's former versions, each verified.",
    footer = {
        "", "Example: the last ten changes of a model:",
        "  bascule-image log --repo repository --root root.json --model board --last 10"})
final class PublicationLog extends Step {

  @Mixin
  private ReadRepositoryOption repository = new ReadRepositoryOption();

  @Option(names = "--model", paramLabel = "MODEL",
      description = "Changes of this model (default: of all).")
  private List<ModelRoles> models = new ArrayList<>();

  @Option(names = "--last", paramLabel = "N", defaultValue = "1000",
      description = "The last N changes (default: 1000).")
  private int last = 1000;

  @Mixin
  private KnownRootOption root = new KnownRootOption();

  PublicationLog(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    if (last < 1) {
      throw new IllegalArgumentException("last: expected 1 or more, found " + last);
    }
    List<Revision> revisions = History.read(repository.directory(), root.read())
        .stream()
        .filter(revision -> models.isEmpty() || models.contains(revision.stamp().model()))
        .toList();
    ObjectNode json = object();
    ArrayNode entries = json.putArray("revisions");
    List<String> lines = new ArrayList<>();
    revisions.subList(Math.max(0, revisions.size() - last), revisions.size())
        .forEach(revision -> describe(revision, entries.addObject(), lines));
    if (lines.isEmpty()) {
      lines.add("nothing was published yet");
    }
    return Report.of(json, lines);
  }

  private static void describe(Revision revision, ObjectNode json, List<String> lines) {
    Revision.Stamp stamp = revision.stamp();
    json.put("role", stamp.role())
        .put("version", stamp.version())
        .put("snapshot", stamp.snapshot())
        .put("model", stamp.model().model())
        .put("signed_at", stamp.signedAt().map(Instant::toString).orElse(null));
    ArrayNode signers = json.putArray("signed_by");
    lines.add(stamp.role() + " version " + stamp.version() + ", "
        + stamp.signedAt().map(Instant::toString).orElse("at a time that it does not say"));
    stamp.signers().forEach(key -> {
      signers.add(key.value());
      lines.add("  signed by " + key);
    });
    switch (revision) {
      case Revision.Offered offered -> describe(offered, json, lines);
      case Revision.Listed listed -> {
        describe("added", listed.added(), json, lines);
        describe("removed", listed.removed(), json, lines);
      }
    }
  }

  private static void describe(Revision.Offered offered, ObjectNode json, List<String> lines) {
    ArrayNode changes = json.putArray("changes");
    Catalog after = offered.after();
    json.put("known", after != null);
    if (after == null) {
      lines.add("  what it said is not here any more");
      return;
    }
    for (Change change : CatalogDifference.between(offered.before(), after)) {
      FleetOutline.addTo(changes.addObject(), change);
      lines.add("  " + change);
    }
  }

  private static void describe(String what, List<Version> versions, ObjectNode json,
      List<String> lines) {
    ArrayNode list = json.putArray(what);
    for (Version version : versions) {
      list.add(version.toString());
      lines.add("  " + what + " image " + version);
    }
  }
}
