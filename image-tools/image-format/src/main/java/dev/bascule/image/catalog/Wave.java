package dev.bascule.image.catalog;

import java.time.Duration;

/**
 * One stretch of a rollout: the share of devices whose turn has come grows evenly to its own, then rests.
 *
 * @param share how many of a million devices are reached at its end, those of earlier waves among them; 1 to 1,000,000
 * @param length how long it grows: whole seconds, a minute to 366 days
 * @param soak how long it rests after that: whole seconds, none to 366 days
 */
public record Wave(int share, Duration length, Duration soak) {

  /** The share that is everybody. */
  public static final int ALL = 1_000_000;

  static final long MIN_LENGTH = 60;
  static final long MAX_LENGTH = Duration.ofDays(366).toSeconds();

  public Wave {
    require("share", share, 1, ALL);
    require("length", length.toSeconds(), MIN_LENGTH, MAX_LENGTH);
    require("soak", soak.toSeconds(), 0, MAX_LENGTH);
    if (length.toNanosPart() != 0 || soak.toNanosPart() != 0) {
      throw new IllegalArgumentException("wave: expected whole seconds");
    }
  }

  private static void require(String what, long value, long least, long greatest) {
    if (value < least || value > greatest) {
      throw new IllegalArgumentException(
          what + ": expected " + least + " to " + greatest + ", found " + value);
    }
  }
}
