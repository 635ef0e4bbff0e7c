package dev.bascule.lab.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A fleet whose origin goes away and comes back. Each device runs the device's own loop and schedule; only the time is made
 * up. Same fleet, same course.
 */
final class Herd {

  private static final long NEVER = Long.MAX_VALUE;

  /**
   * What happens.
   *
   * @param spread over which the devices were switched on, at random
   * @param away when the origin goes away, since the first device was switched on
   * @param back when it answers again
   */
  record Plan(int devices, Rhythm rhythm, Duration spread, Duration away, Duration back,
      Duration end, long seed) {

    /** A device's own source of chance. */
    SplittableRandom random(int device) {
      return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + device);
    }

    boolean isAway(Duration at) {
      return at.compareTo(away) >= 0 && at.compareTo(back) < 0;
    }
  }

  private final Plan plan;
  private final LookCount served;
  private final LookCount failed;
  /** Of each device, when it was first served after the origin came back, in milliseconds. */
  private final long[] servedAgain;

  private Herd(Plan plan) {
    this.plan = plan;
    this.served = new LookCount(plan.end());
    this.failed = new LookCount(plan.end());
    this.servedAgain = new long[plan.devices()];
    Arrays.fill(servedAgain, NEVER);
  }

  /** Lets it happen. */
  static Herd run(Plan plan) {
    Herd herd = new Herd(plan);
    for (int device = 0; device < plan.devices(); device++) {
      herd.new Device(device).run();
    }
    Arrays.sort(herd.servedAgain);
    return herd;
  }

  LookCount served() {
    return served;
  }

  LookCount failed() {
    return failed;
  }

  /** How long after the origin came back such a share of the devices had been served, in a hundred. */
  Duration untilServed(int percent) {
    int index = Math.min(plan.devices() - 1,
        (int) Math.ceil(plan.devices() * (percent / 100.0)) - 1);
    return servedAgain[index] == NEVER
        ? plan.end().minus(plan.back())
        : Duration.ofMillis(servedAgain[index]).minus(plan.back());
  }

  private final class Device {

    private final int number;
    private final SplittableRandom random;
    private Duration now;

    Device(int number) {
      this.number = number;
      this.random = plan.random(number);
      this.now = Duration.ofMillis(random.nextLong(plan.spread().toMillis() + 1));
    }

    void run() {
      try {
        plan.rhythm().run(this::look, wait -> now = now.plus(wait), random);
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody waits here", e);
      }
    }

    private boolean look() throws IOException {
      if (now.compareTo(plan.end()) >= 0) {
        return true;
      }
      if (plan.isAway(now)) {
        failed.add(now);
        throw new IOException("the origin is away");
      }
      served.add(now);
      if (now.compareTo(plan.back()) >= 0 && servedAgain[number] == NEVER) {
        servedAgain[number] = now.toMillis();
      }
      return false;
    }
  }
}
