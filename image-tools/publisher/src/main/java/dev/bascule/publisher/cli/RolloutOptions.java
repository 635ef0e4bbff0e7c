package dev.bascule.publisher.cli;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.catalog.Wave;
import dev.bascule.image.json.UtcSecond;
import dev.bascule.publisher.rollout.Template;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a rollout reaches whom. */
final class RolloutOptions {

  @Option(names = "--waves", paramLabel = "TEMPLATE",
      description = "cautious: two weeks, beginning with 0.1%%; normal: five days, beginning with 1%% (default); "
          + "urgent: twelve hours, beginning with 1%%.")
  private @Nullable Template template;

  @Option(names = "--wave", paramLabel = "SHARE:LENGTH[:SOAK]",
      description = "A wave of your own instead of a template's: all in all so many devices, after such a time, which then rests. "
          + "May be given several times. If the last one reaches less than 100%%, the others wait.")
  private List<Wave> waves = new ArrayList<>();

  @Option(names = "--start", paramLabel = "TIME",
      description = "When the first wave begins, such as 2030-01-31T08:00:00Z (default: now).")
  private @Nullable String start;

  @Option(names = "--local-time",
      description = "The start is meant in each device's own time, and written so: 2030-01-31T08:00:00.")
  private boolean local;

  @Option(names = "--first", paramLabel = "GROUP",
      description = "Devices of this group ([device] group) need not wait, not even for the start. May be given several times.")
  private List<String> groups = new ArrayList<>();

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException if they do not go together
   */
  Rollout read(String channel, Version version, Instant now) {
    if (template != null && !waves.isEmpty()) {
      throw new IllegalArgumentException("expected --waves or --wave, found both");
    }
    Template chosen = template == null ? Template.NORMAL : template;
    return new Rollout(channel, version, start(now), local,
        waves.isEmpty() ? chosen.waves() : waves, null, new HashSet<>(groups));
  }

  private Instant start(Instant now) {
    if (start == null) {
      if (local) {
        throw new IllegalArgumentException("expected a --start beside --local-time, found none");
      }
      return now.truncatedTo(ChronoUnit.SECONDS);
    }
    try {
      return UtcSecond.parse(local ? start + "Z" : start);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("start: expected a time as in "
          + (local ? "2030-01-31T08:00:00" : "2030-01-31T08:00:00Z") + ", found " + start, e);
    }
  }
}
