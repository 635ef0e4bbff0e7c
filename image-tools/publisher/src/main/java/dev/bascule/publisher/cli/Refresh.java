package dev.bascule.publisher.cli;

import dev.bascule.image.tuf.Metadata;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Renews metadata before it expires. */
@Command(name = "refresh",
    description = "Renew metadata that is about to expire: snapshot and timestamp, or the roles that are named. Run it every day.",
    footer = {
        "", "Example: from cron, with nothing but the online key:",
        "  bascule-image refresh --repo repository --within 3d --keys online.key",
        "", "Example: a model had no new image for a year:",
        "  bascule-image refresh --repo repository --role board-images --within 30d \\",
        "      --keys images.key online.key"})
final class Refresh extends PublishingStep {

  @Option(names = "--within", paramLabel = "SPAN", defaultValue = "3d",
      description = "Renew what expires within this time (default: 3d).")
  private Duration within = Duration.ofDays(3);

  @Option(names = "--role", paramLabel = "ROLE",
      description = "A role to renew; may be given several times (default: snapshot and timestamp).")
  private List<String> roles = new ArrayList<>();

  Refresh(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  void change(Change change) throws IOException {
    Instant limit = surroundings().clock().instant().plus(within);
    Map<String, Metadata> published = change.base().roles();
    List<String> wanted = roles.isEmpty() ? List.of("snapshot", "timestamp") : roles;
    for (String role : wanted) {
      Metadata metadata = published.get(role);
      if (metadata == null || role.equals("root")) {
        throw new IllegalArgumentException("role: expected one of "
            + published.keySet().stream().filter(name -> !name.equals("root")).toList()
            + ", found " + role);
      }
      if (metadata.expires().isBefore(limit)) {
        change.edition().renew(role);
      }
    }
    published.forEach((role, metadata) -> {
      if (!wanted.contains(role) && metadata.expires().isBefore(limit)) {
        warn(role + " expires at " + metadata.expires() + " and is not renewed by this command");
      }
    });
  }
}
