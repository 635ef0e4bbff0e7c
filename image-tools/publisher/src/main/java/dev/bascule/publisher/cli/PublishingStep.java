package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.publisher.key.KeyRing;
import dev.bascule.publisher.repository.ClockCheck;
import dev.bascule.publisher.repository.Document;
import dev.bascule.publisher.repository.Edition;
import dev.bascule.publisher.repository.Published;
import dev.bascule.publisher.repository.PublishedFile;
import dev.bascule.publisher.repository.RepositoryDirectory;
import dev.bascule.publisher.repository.Signing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A step that publishes a new edition: it says what changes; signing, rehearsing and moving are the same for all. */
abstract class PublishingStep extends Step {

  @Option(names = "--repo", paramLabel = "DIR", required = true,
      description = "The repository's directory. DIR.staging beside it is used while publishing.")
  private Path repository = Path.of("");

  @Mixin
  private KnownRootOption root = new KnownRootOption();

  @Mixin
  private KeyOptions keys = new KeyOptions();

  @Mixin
  private LifetimeOptions lifetimes = new LifetimeOptions();

  @Mixin
  private ClockOption clock = new ClockOption();

  @Option(names = "--dry-run",
      description = "Say what would change; sign and publish nothing.")
  private boolean dryRun;

  PublishingStep(Surroundings surroundings) {
    super(surroundings);
  }

  /** What is about to change, and how to tell. */
  record Change(RepositoryDirectory repository, Published base, Edition edition, ObjectNode json,
      List<String> lines) {}

  /** Says what changes. */
  abstract void change(Change change) throws IOException;

  /** Opens the repository. */
  RepositoryDirectory openRepository(Path directory) throws IOException {
    return RepositoryDirectory.open(directory);
  }

  final Path repository() {
    return repository;
  }

  /** The root that the signer knows to be right, or null. */
  final @Nullable Document knownRoot() throws IOException {
    return root.read();
  }

  /** The time that the step is taken at. */
  final Instant now() {
    return surroundings().clock().instant();
  }

  @Override
  final Report run() throws IOException {
    try (KeyRing ring = keys.open(surroundings());
        RepositoryDirectory open = openRepository(repository)) {
      Published base = open.read(root.read());
      root.warnIfNotGiven(repository, base, this::warn);
      Instant now = now();
      clock.require(ClockCheck.OF_REPOSITORY, now, base.roles().values());
      Signing signing = new Signing(ring, lifetimes.read(), now);
      Change change = new Change(
          open, base, new Edition(base, signing), object(), new ArrayList<>());
      change(change);
      if (dryRun) {
        open.discard();
        change.json().put("dry_run", true);
        change.lines().add("dry run: nothing was signed, nothing was published");
        return Report.of(change.json(), change.lines());
      }
      return report(change, open.publish(change.edition, progress()));
    }
  }

  private static Report report(Change change, List<PublishedFile> published) {
    ArrayNode files = change.json.putArray("published");
    if (published.isEmpty()) {
      change.lines.add("nothing to publish: all is as it should be");
    }
    for (PublishedFile file : published) {
      files.addObject()
          .put("role", file.role())
          .put("version", file.version())
          .put("expires", file.expires().toString());
      change.lines.add(String.format("published  %-24s version %d, expires %s", file.role(),
          file.version(), file.expires()));
    }
    return Report.of(change.json, change.lines);
  }
}
