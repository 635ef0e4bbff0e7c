package dev.bascule.lab.load;

import dev.bascule.updater.daemon.PollLoop;
import dev.bascule.updater.daemon.PollSchedule;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What makes a device look, in the package's own settings: the timer's unit, or the daemon that stays. */
enum Rhythm {
  /** {@code bascule-update.timer}, and {@code daemon --once --patience 1h}. */
  TIMER("the timer"),
  /** {@code daemon}, with {@code poll} and {@code jitter} as they are if nobody says otherwise. */
  DAEMON("the daemon that stays");

  private static final Duration AFTER_BOOT = Duration.ofMinutes(10);
  private static final Duration INTERVAL = Duration.ofHours(6);
  private static final Duration SPREAD = Duration.ofMinutes(90);
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final String words;

  Rhythm(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /** The mean time between two looks that succeed. */
  static Duration mean() {
    return INTERVAL.plus(SPREAD.dividedBy(2));
  }

  /**
   * Looks again and again, from a device's start on.
   *
   * @param cycle one look; the device is done when it returns true
   */
  void run(PollLoop.Cycle cycle, PollLoop.Sleeper sleeper, RandomGenerator random)
      throws InterruptedException {
    boolean[] done = new boolean[1];
    PollLoop loop = new PollLoop(() -> {
      done[0] = cycle.run();
      return done[0];
    }, new PollSchedule(INTERVAL, SPREAD, random), sleeper, new Silent());
    switch (this) {
      case DAEMON -> loop.run();
      case TIMER -> {
        sleeper.sleep(AFTER_BOOT.plus(spread(random)));
        while (!done[0]) {
          once(loop);
          sleeper.sleep(INTERVAL.plus(spread(random)));
        }
      }
    }
  }

  /** The service's one start; where its patience ends, the timer's next turn comes. */
  private static void once(PollLoop loop) {
    try {
      loop.runOnce(PATIENCE);
    } catch (IOException e) {
      // Told to the journal, on a device.
    }
  }

  private static Duration spread(RandomGenerator random) {
    return Duration.ofMillis(random.nextLong(SPREAD.toMillis() + 1));
  }

  private record Silent() implements PollLoop.Listener {

    @Override
    public void waiting(Duration wait) {}

    @Override
    public void failed(Exception failure) {}
  }
}
