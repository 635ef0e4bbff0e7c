package dev.bascule.image.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When whose turn comes in a rollout: the share of devices at a time, and the time of a device. Each is the other read
 * backwards. The share never falls and never jumps; inside a wave it is a straight line from the share before to the
 * wave's own, and while the wave soaks it is flat.
 *
 * @param start when the first wave begins
 * @param waves with shares that grow
 */
public record Schedule(Instant start, List<Wave> waves) {

  static final int MAX_WAVES = 64;
  private static final double NANOS = 1e9;

  public Schedule {
    waves = List.copyOf(waves);
    if (waves.isEmpty() || waves.size() > MAX_WAVES) {
      throw new IllegalArgumentException(
          "waves: expected 1 to " + MAX_WAVES + ", found " + waves.size());
    }
    int before = 0;
    for (Wave wave : waves) {
      if (wave.share() <= before) {
        throw new IllegalArgumentException("waves: expected that each reaches more than " + before
            + " of a million, found " + wave.share());
      }
      before = wave.share();
    }
  }

  /** Of all devices, from 0 to 1, those whose turn has come. */
  public double share(Instant now) {
    Instant begin = start;
    double from = 0;
    for (Wave wave : waves) {
      double to = fraction(wave);
      Instant end = begin.plus(wave.length());
      if (now.isBefore(begin)) {
        return from;
      }
      if (now.isBefore(end)) {
        double passed = seconds(Duration.between(begin, now)) / seconds(wave.length());
        return Math.min(to, from + (to - from) * passed);
      }
      from = to;
      begin = end.plus(wave.soak());
    }
    return from;
  }

  /**
   * When a device's turn comes.
   *
   * @param seed where it stands among all, from 0 up to but not 1
   * @return empty if the waves do not reach it
   */
  public Optional<Turn.Due> eligibleAt(double seed) {
    if (!(seed >= 0 && seed < 1)) {
      throw new IllegalArgumentException("seed: expected 0 up to but not 1, found " + seed);
    }
    Instant begin = start;
    double from = 0;
    int number = 1;
    for (Wave wave : waves) {
      double to = fraction(wave);
      if (seed < to) {
        double passed = seconds(wave.length()) * (seed - from) / (to - from);
        return Optional.of(new Turn.Due(begin.plusNanos((long) (passed * NANOS)), number));
      }
      from = to;
      begin = begin.plus(wave.length()).plus(wave.soak());
      number++;
    }
    return Optional.empty();
  }

  /** When the last wave has reached its share. */
  public Instant end() {
    Instant end = start;
    for (int i = 0; i < waves.size(); i++) {
      end = end.plus(waves.get(i).length());
      if (i + 1 < waves.size()) {
        end = end.plus(waves.get(i).soak());
      }
    }
    return end;
  }

  /** The share that it comes to, from 0 to 1. */
  public double reach() {
    return fraction(waves.getLast());
  }

  private static double fraction(Wave wave) {
    return (double) wave.share() / Wave.ALL;
  }

  private static double seconds(Duration span) {
    return span.toSeconds() + span.toNanosPart() / NANOS;
  }
}
