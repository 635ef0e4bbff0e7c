package dev.bascule.publisher.rollout;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Wave;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A fleet that a rollout is tried on. It is the same fleet for the same seed.
 *
 * @param running in millionths, which versions its devices run; all of them together
 * @param groups in millionths, which devices are in a group; the others are in none
 * @param poll how long between two looks
 * @param jitter at most this is added to each wait
 * @param zones where its devices are, as many in each
 * @param failing in millionths, on how many devices the new version fails, so that they fall back
 */
public record TrialFleet(int devices, SortedMap<Version, Integer> running,
    Map<String, Integer> groups, Duration poll, Duration jitter, List<ZoneId> zones, int failing,
    long seed) {

  /** The largest fleet that is simulated. */
  public static final int MAX_DEVICES = 1_000_000;

  public TrialFleet {
    running = Collections.unmodifiableSortedMap(new TreeMap<>(running));
    groups = Collections.unmodifiableMap(new TreeMap<>(groups));
    zones = List.copyOf(zones);
    require(devices >= 1 && devices <= MAX_DEVICES,
        "devices: expected 1 to " + MAX_DEVICES + ", found " + devices);
    require(total(running) == Wave.ALL, "running: expected 100% in all, found "
        + Share.format(total(running)));
    require(total(groups) <= Wave.ALL, "groups: expected at most 100% in all, found "
        + Share.format(total(groups)));
    require(poll.toSeconds() >= 60, "poll: expected a minute or more");
    require(!jitter.isNegative(), "jitter: expected none or more");
    require(!zones.isEmpty(), "zones: expected at least one");
    require(failing >= 0 && failing <= Wave.ALL, "failing: expected 0 to 100%");
  }

  private static int total(Map<?, Integer> shares) {
    return shares.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static void require(boolean held, String otherwise) {
    if (!held) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
