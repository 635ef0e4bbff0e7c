package dev.bascule.updater.daemon;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to look next. Every wait has its own jitter, the first one too, so that a fleet that was switched on at once does
 * not stay in step. Failures in a row double the wait from one minute up to the usual one.
 */
public final class PollSchedule {

  /** The least wait after a failure. */
  static final Duration FIRST_BACK_OFF = Duration.ofMinutes(1);

  /** What a server asks for beyond that is not done: it would be a way to silence a device. */
  static final Duration LONGEST = Duration.ofDays(1);

  private static final int MOST_DOUBLINGS = 20;

  private Duration poll;
  private Duration jitter;
  private final RandomGenerator random;
  private int failures;

  /**
   * A schedule.
   *
   * @param poll between two looks that succeed
   * @param jitter at most this is added to each wait
   */
  public PollSchedule(Duration poll, Duration jitter, RandomGenerator random) {
    this.poll = poll;
    this.jitter = jitter;
    this.random = random;
  }

  /** From now on looks are that far apart: a server asks for it. The jitter is a quarter of it at most. */
  public void every(Duration asked) {
    poll = asked;
    jitter = least(jitter, asked.dividedBy(4));
  }

  /** Before the first look: only the jitter. */
  public Duration first() {
    return spread(jitter);
  }

  /** After a look that succeeded, whatever it found. */
  public Duration afterSuccess() {
    failures = 0;
    return poll.plus(spread(jitter));
  }

  /**
   * After a look that failed.
   *
   * @param asked what the server asked for, zero if nothing
   */
  public Duration afterFailure(Duration asked) {
    Duration doubled = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    Duration backOff = least(doubled, poll);
    Duration wait = backOff.plus(spread(least(jitter, backOff)));
    Duration wanted = least(asked, LONGEST).plus(spread(least(jitter, asked)));
    return asked.compareTo(wait) > 0 ? wanted : wait;
  }

  private Duration spread(Duration most) {
    return most.isZero() ? most : Duration.ofMillis(random.nextLong(most.toMillis() + 1));
  }

  private static Duration least(Duration one, Duration two) {
    return one.compareTo(two) <= 0 ? one : two;
  }
}
