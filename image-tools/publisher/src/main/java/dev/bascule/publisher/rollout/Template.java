package dev.bascule.publisher.rollout;

import dev.bascule.image.catalog.Wave;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Waves that fit most rollouts. The first one is small in each. */
public enum Template {

  /** Two weeks: for what has never gone out before. */
  CAUTIOUS,
  /** Five days: for every day. */
  NORMAL,
  /** Twelve hours: for a hole that is being used. */
  URGENT;

  /** The waves, one after the other; the last one is everybody. */
  public List<Wave> waves() {
    return switch (this) {
      case CAUTIOUS -> List.of(
          new Wave(1_000, Duration.ofDays(1), Duration.ofDays(1)),
          new Wave(10_000, Duration.ofDays(1), Duration.ofDays(2)),
          new Wave(100_000, Duration.ofDays(2), Duration.ofDays(2)),
          new Wave(Wave.ALL, Duration.ofDays(5), Duration.ZERO));
      case NORMAL -> List.of(
          new Wave(10_000, Duration.ofHours(12), Duration.ofHours(12)),
          new Wave(100_000, Duration.ofDays(1), Duration.ofHours(12)),
          new Wave(Wave.ALL, Duration.ofDays(2), Duration.ZERO));
      case URGENT -> List.of(
          new Wave(10_000, Duration.ofHours(1), Duration.ofHours(1)),
          new Wave(Wave.ALL, Duration.ofHours(10), Duration.ZERO));
    };
  }

  /**
   * Reads its name.
   *
   * @throws IllegalArgumentException for any other
   */
  public static Template parse(String name) {
    return Arrays.stream(values())
        .filter(template -> template.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "expected one of " + Arrays.toString(values()) + ", found " + name));
  }

  /** The one with these very waves. */
  public static Optional<Template> of(List<Wave> waves) {
    return Arrays.stream(values()).filter(template -> template.waves().equals(waves)).findFirst();
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
