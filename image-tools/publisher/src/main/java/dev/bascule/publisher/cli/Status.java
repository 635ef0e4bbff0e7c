package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.tuf.Metadata;
import dev.bascule.publisher.repository.Published;
import dev.bascule.publisher.rollout.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what is offered, and what expires when. */
@Command(name = "status",
    description = "Show which metadata expires when, and what each channel offers. The exit status is 3 if anything is expired or expires soon.",
    footer = {
        "", "Example: a monitor that warns two months ahead:",
        "  bascule-image status --repo repository --within 60d"})
final class Status extends Step {

  @Option(names = "--repo", paramLabel = "DIR", required = true,
      description = "The repository's directory.")
  private Path repository = Path.of("");

  @Option(names = "--within", paramLabel = "SPAN", defaultValue = "1d",
      description = "What counts as soon (default: 1d). A role that is renewed often does not, before two thirds of its time are over.")
  private Duration within = Duration.ofDays(1);

  Status(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    Instant now = surroundings().clock().instant();
    Published published = Published.read(repository);
    ObjectNode json = object();
    List<String> lines = new ArrayList<>();
    boolean good = published.newestRoot().isPresent();
    if (!good) {
      lines.add("nothing is published in " + repository);
    }
    ArrayNode roles = json.putArray("roles");
    for (Map.Entry<String, Metadata> role : published.roles().entrySet()) {
      good &= describe(role.getKey(), role.getValue(), now, roles.addObject(), lines);
    }
    OfferList.of(repository, published).describe(json, lines, now);
    json.put("ok", good);
    return new Report(lines, json, good ? ExitCode.OK : ExitCode.REFUSED);
  }

  /** What is renewed all the time is not alarming as long as it is. */
  private static boolean inLastThird(Metadata metadata, Duration left) {
    return metadata.signedAt()
        .map(signed -> Duration.between(signed, metadata.expires()).dividedBy(3))
        .filter(third -> left.compareTo(third) > 0)
        .isEmpty();
  }

  /** Adds one role; false if it needs attention. */
  private boolean describe(String role, Metadata metadata, Instant now, ObjectNode json,
      List<String> lines) {
    Duration left = Duration.between(now, metadata.expires());
    boolean expired = !left.isPositive();
    boolean soon = !expired && left.compareTo(within) < 0 && inLastThird(metadata, left);
    String state = expired ? "expired" : "good";
    json.put("role", role)
        .put("version", metadata.version())
        .put("expires", metadata.expires().toString())
        .put("state", soon ? "soon" : state);
    lines.add(String.format("%-24s version %-6d %s", role, metadata.version(), expired
        ? "EXPIRED at " + metadata.expires()
        : "expires in " + Span.inWords(left) + (soon ? ": SOON" : "")));
    return !expired && !soon;
  }
}
