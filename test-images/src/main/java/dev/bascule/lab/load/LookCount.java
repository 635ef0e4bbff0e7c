package dev.bascule.lab.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Looks of a fleet, minute by minute. */
final class LookCount {

  private final AtomicIntegerArray minutes;

  LookCount(Duration end) {
    this.minutes = new AtomicIntegerArray((int) end.toMinutes() + 1);
  }

  /** One more at a time since the begin. */
  void add(Duration at) {
    minutes.incrementAndGet((int) at.toMinutes());
  }

  /** How many there were from a time until before another. */
  long between(Duration from, Duration until) {
    long sum = 0;
    for (int minute = (int) from.toMinutes(); minute < until.toMinutes(); minute++) {
      sum += minute < minutes.length() ? minutes.get(minute) : 0;
    }
    return sum;
  }

  /** The most in so many minutes one after the other, from a time until before another; for each minute. */
  double most(Duration from, Duration until, int window) {
    double most = 0;
    for (Duration at = from; at.plusMinutes(window).compareTo(until) <= 0; at =
        at.plusMinutes(1)) {
      most = Math.max(most, between(at, at.plusMinutes(window)) / (double) window);
    }
    return most;
  }
}
