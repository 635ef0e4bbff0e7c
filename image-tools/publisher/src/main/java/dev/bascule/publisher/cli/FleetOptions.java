package dev.bascule.publisher.cli;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Wave;
import dev.bascule.publisher.rollout.Brake;
import dev.bascule.publisher.rollout.Share;
import dev.bascule.publisher.rollout.TrialFleet;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The fleet that a rollout is tried on. */
final class FleetOptions {

  @Option(names = "--devices", paramLabel = "N", defaultValue = "10000",
      description = "How many devices, up to 1000000 (default: 10000).")
  private int devices = 10_000;

  @Option(names = "--running", paramLabel = "VERSION=SHARE",
      description = "How many of them run which version, 1.0.0=40%% for instance; all together 100%% (default: all run what the channel offers).")
  private List<Assignment> running = new ArrayList<>();

  @Option(names = "--group", paramLabel = "GROUP=SHARE",
      description = "How many of them are in a group, canary=1%% for instance.")
  private List<Assignment> groups = new ArrayList<>();

  @Option(names = "--poll", paramLabel = "SPAN", defaultValue = "6h",
      description = "Between two looks (default: 6h).")
  private Duration poll = Duration.ofHours(6);

  @Option(names = "--jitter", paramLabel = "SPAN", defaultValue = "90m",
      description = "At most this is added to each wait (default: 90m).")
  private Duration jitter = Duration.ofMinutes(90);

  @Option(names = "--zone", paramLabel = "ZONE",
      description = "Where devices are, Europe/Berlin for instance; as many in each that is given (default: UTC).")
  private List<String> zones = new ArrayList<>();

  @Option(names = "--failing", paramLabel = "SHARE",
      description = "On how many the version fails, so that they fall back (default: on none).")
  private @Nullable String failing;

  @Option(names = "--halt-after", paramLabel = "N", defaultValue = "10",
      description = "After how many failures somebody halts the rollout (default: 10).")
  private int haltAfter = 10;

  @Option(names = "--notice", paramLabel = "SPAN", defaultValue = "2h",
      description = "How long it takes from the last of these to when devices read that it is halted (default: 2h).")
  private Duration notice = Duration.ofHours(2);

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1",
      description = "Another number, another fleet of the same kind (default: 1).")
  private long seed = 1;

  /**
   * Reads the options.
   *
   * @param offered what all devices run if nothing else is said, or null
   * @throws IllegalArgumentException if they do not go together
   */
  TrialFleet read(@Nullable Version offered) {
    SortedMap<Version, Integer> versions = new TreeMap<>(shares(running, Version::parse));
    if (versions.isEmpty() && offered != null) {
      versions.put(offered, Wave.ALL);
    }
    if (versions.isEmpty()) {
      throw new IllegalArgumentException(
          "the channel offers nothing: expected --running, what the devices run");
    }
    return new TrialFleet(devices, versions,
        shares(groups, Function.identity()), poll, jitter,
        zones.isEmpty() ? List.of(ZoneOffset.UTC) : zones.stream().map(FleetOptions::zone).toList(),
        failing == null ? 0 : Share.parse(failing), seed);
  }

  Brake brake() {
    return new Brake(haltAfter, notice);
  }

  private static <T> Map<T, Integer> shares(List<Assignment> options, Function<String, T> parser) {
    Map<T, Integer> shares = new LinkedHashMap<>();
    for (Assignment option : options) {
      if (shares.put(parser.apply(option.role()), Share.parse(option.value())) != null) {
        throw new IllegalArgumentException(option.role() + ": expected once, found twice");
      }
    }
    return shares;
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone: expected a time zone such as Europe/Berlin, found " + text, e);
    }
  }
}
