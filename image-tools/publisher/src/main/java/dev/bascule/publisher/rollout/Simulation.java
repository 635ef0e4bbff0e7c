package dev.bascule.publisher.rollout;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.catalog.Seed;
import dev.bascule.image.catalog.Turn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Tries a rollout on a fleet. When a device's turn comes is asked of {@link Rollout#turn}, as devices ask it, at each of its looks;
 * each device is its own, so the order in which they are counted does not matter. The same fleet and rollout give the same
 * course.
 *
 * <p>A device that takes the version up does so at once: time for the transfer, windows, and the minimum version of an image
 * are left out.
 */
public final class Simulation {

  private static final int HOUR = 3600;
  /** Longer rollouts are refused: two years. */
  private static final int MAX_HOURS = 2 * 366 * 24;

  private final TrialFleet fleet;
  private final Rollout rollout;
  private final Map<Version, Transfer> transfers;
  private final Instant from;
  private final int hours;
  private final long[] polls;
  /** Of each device, the second from {@code from} at which it begins, or -1. */
  private final long[] begins;
  private final Version[] running;
  private final boolean[] fails;

  /**
   * Runs the devices through the rollout.
   *
   * @param transfers what a device that runs a version fetches; none for a version means that it takes nothing up
   * @throws IllegalArgumentException if the rollout takes longer than two years
   */
  public Simulation(TrialFleet fleet, Rollout rollout, Map<Version, Transfer> transfers) {
    this.fleet = fleet;
    this.rollout = rollout;
    this.transfers = Map.copyOf(transfers);
    this.from = fleet.zones()
        .stream()
        .map(zone -> rollout.schedule(zone).start())
        .min(Instant::compareTo)
        .orElseThrow();
    Instant until = fleet.zones()
        .stream()
        .map(zone -> rollout.schedule(zone).end())
        .max(Instant::compareTo)
        .orElseThrow()
        .plus(fleet.poll())
        .plus(fleet.jitter());
    long length = Duration.between(from, until).toHours() + 1;
    if (length > MAX_HOURS) {
      throw new IllegalArgumentException(
          "waves: expected at most " + MAX_HOURS + " hours to simulate, found " + length);
    }
    this.hours = (int) length;
    this.polls = new long[hours];
    this.begins = new long[fleet.devices()];
    this.running = new Version[fleet.devices()];
    this.fails = new boolean[fleet.devices()];
    for (int device = 0; device < fleet.devices(); device++) {
      run(device);
    }
  }

  /** How it goes if nobody halts it. */
  public Course unhindered() {
    return course(null);
  }

  /** How it goes if it is halted after some failures; as {@link #unhindered} if there are fewer. */
  public Course braked(Brake brake) {
    long[] failures = new long[begins.length];
    int count = 0;
    for (int device = 0; device < begins.length; device++) {
      if (fails[device] && begins[device] >= 0) {
        failures[count++] = begins[device];
      }
    }
    Arrays.sort(failures, 0, count);
    return course(count < brake.failures()
        ? null
        : from.plusSeconds(failures[brake.failures() - 1]).plus(brake.notice()));
  }

  private void run(int device) {
    SplittableRandom random = new SplittableRandom(fleet.seed() * 0x9E3779B97F4A7C15L + device);
    Seed seed = new Seed(Sha256.digest(
        ("simulated\n" + fleet.seed() + "\n" + device).getBytes(StandardCharsets.UTF_8)));
    running[device] = Objects.requireNonNull(pick(fleet.running(), random));
    @Nullable String group = pick(fleet.groups(), random);
    var zone = fleet.zones().get(random.nextInt(fleet.zones().size()));
    fails[device] = random.nextInt(1_000_000) < fleet.failing();
    begins[device] = -1;
    boolean waits = transfers.containsKey(running[device]);
    long due = 0;
    long end = (long) hours * HOUR;
    long now = random.nextLong(fleet.poll().toSeconds());
    while (now < end) {
      polls[(int) (now / HOUR)]++;
      if (waits && now >= due) {
        switch (rollout.turn(seed, group, zone, from.plusSeconds(now))) {
          case Turn.Come _,Turn.First _ -> {
            begins[device] = now;
            waits = false;
          }
          case Turn.Waits(var turn) -> due = Duration.between(from, turn.at()).toSeconds();
          case Turn.Beyond _,Turn.Halted _ -> waits = false;
        }
      }
      now += fleet.poll().toSeconds() + random.nextLong(fleet.jitter().toSeconds() + 1);
    }
  }

  /** One of some things, by their shares; null for what is left to a million. */
  private static <T> @Nullable T pick(Map<T, Integer> shares, SplittableRandom random) {
    int left = random.nextInt(1_000_000);
    for (Map.Entry<T, Integer> share : shares.entrySet()) {
      left -= share.getValue();
      if (left < 0) {
        return share.getKey();
      }
    }
    return null;
  }

  private Course course(@Nullable Instant halted) {
    long last = halted == null ? Long.MAX_VALUE : Duration.between(from, halted).toSeconds();
    int[] begun = new int[hours];
    int[] failed = new int[hours];
    Map<Way, long[]> bytes = new EnumMap<>(Way.class);
    for (Way way : Way.values()) {
      bytes.put(way, new long[hours]);
    }
    for (int device = 0; device < begins.length; device++) {
      Transfer transfer = transfers.get(running[device]);
      if (begins[device] >= 0 && begins[device] < last && transfer != null) {
        int hour = (int) (begins[device] / HOUR);
        begun[hour]++;
        failed[hour] += fails[device] ? 1 : 0;
        Objects.requireNonNull(bytes.get(transfer.way()))[hour] += transfer.bytes();
      }
    }
    List<Hour> result = new ArrayList<>();
    for (int hour = 0; hour < hours; hour++) {
      Map<Way, Long> fetched = new EnumMap<>(Way.class);
      for (Map.Entry<Way, long[]> way : bytes.entrySet()) {
        fetched.put(way.getKey(), way.getValue()[hour]);
      }
      result.add(new Hour(from.plusSeconds((long) hour * HOUR), polls[hour], begun[hour],
          failed[hour], fetched));
    }
    return new Course(result, halted);
  }
}
