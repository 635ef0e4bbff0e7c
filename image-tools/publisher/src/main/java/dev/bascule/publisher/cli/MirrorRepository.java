package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.publisher.mirror.LocalEdition;
import dev.bascule.publisher.mirror.Mirror;
import dev.bascule.publisher.mirror.RemoteStore;
import dev.bascule.publisher.progress.Size;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings what a repository publishes to where devices read it. */
@Command(name = "mirror",
    description = "Bring what a repository publishes to where devices read it: an S3-compatible store, a WebDAV server or a directory. "
        + "Devices find the former edition whole or the new one whole, at every moment. No key is needed. "
        + "What is there already is not sent again; what is published is never changed.",
    footer = {"",
        "Credentials of an S3 store are found as Amazon's tools find them: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, AWS_PROFILE, ~/.aws.",
        "", "Example: to a bucket, and what no device can need any more out of it:",
        "  bascule-image mirror s3://updates/fleet --repo repository --prune", "",
        "Example: to a web server:",
        "  bascule-image mirror https://updates.example.com/dav/ --repo repository \\",
        "      --user publisher --passphrase-file dav.password"})
final class MirrorRepository extends Step {

  @Mixin
  private StoreOptions store = new StoreOptions();

  @Option(names = "--repo", paramLabel = "DIR", required = true,
      description = "The repository's directory.")
  private Path repository = Path.of("");

  @Mixin
  private KnownRootOption root = new KnownRootOption();

  @Option(names = "--check",
      description = "Read everything that is there and compare it. Otherwise what an earlier run has put is compared by its length.")
  private boolean check;

  @Option(names = "--parallel", paramLabel = "N", defaultValue = "4",
      description = "How many files are on their way at once (default: 4).")
  private int parallel;

  @Option(names = "--prune",
      description = "Then remove what neither this edition names nor any snapshot there that is not expired. Roots stay.")
  private boolean prune;

  @Option(names = "--grace", paramLabel = "SPAN", defaultValue = "7d",
      description = "With --prune: what was put later than that ago stays in any case (default: 7d).")
  private Duration grace = Duration.ofDays(7);

  @Option(names = "--dry-run", description = "Say what would be put and removed; change nothing.")
  private boolean dry;

  MirrorRepository(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    if (parallel < 1 || parallel > 64) {
      throw new IllegalArgumentException("--parallel: expected 1 to 64, found " + parallel);
    }
    Instant now = surroundings().clock().instant();
    LocalEdition edition = LocalEdition.read(repository, root.read(), now);
    try (RemoteStore open = store.open(surroundings())) {
      Mirror mirror = new Mirror(edition, open, parallel, progress());
      Mirror.Result result = mirror.run(check, dry);
      ObjectNode json = object().put("store", open.name()).put("dry_run", dry);
      List<String> lines = new ArrayList<>();
      describe(result, json, lines);
      if (prune) {
        describe(mirror.prune(now, grace, dry), json, lines);
      }
      return Report.of(json, lines);
    }
  }

  private void describe(Mirror.Result result, ObjectNode json, List<String> lines) {
    boolean shown = result.former() != result.version();
    json.put("former", result.former())
        .put("version", result.version())
        .put("bytes", result.bytes())
        .put("present", result.present())
        .put("checked", result.checked());
    ArrayNode uploaded = json.putArray("uploaded");
    result.uploaded().forEach(uploaded::add);
    lines.add((dry ? "would put  " : "put        ") + result.uploaded().size() + " files, "
        + Size.of(result.bytes()) + "; " + result.present() + " were there, " + result.checked()
        + (dry ? " would be compared" : " of them compared"));
    if (dry) {
      result.uploaded().forEach(name -> lines.add("           " + name));
    }
    lines.add(!shown
        ? "as before  timestamp " + result.version()
        : (dry ? "would show " : "shown      ") + "timestamp " + result.version()
            + (result.former() == 0 ? ", the first one" : ", until now " + result.former()));
  }

  private void describe(Mirror.Removed removed, ObjectNode json, List<String> lines) {
    ArrayNode names = json.putArray("removed");
    removed.names().forEach(names::add);
    json.put("unfinished", removed.unfinished());
    lines.add((dry ? "would drop " : "removed    ") + removed.names().size() + " files"
        + (removed.unfinished() == 0 ? ""
            : ", and " + removed.unfinished()
                + " uploads that were never ended"));
    if (dry) {
      removed.names().forEach(name -> lines.add("           " + name));
    }
  }
}
