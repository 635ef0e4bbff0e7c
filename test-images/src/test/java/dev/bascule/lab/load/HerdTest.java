package dev.bascule.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HerdTest {

  private static final int DEVICES = 2000;
  private static final Duration AWAY = Duration.ofDays(4);
  private static final Duration BACK = AWAY.plusHours(3);
  private static final Duration END = BACK.plusDays(1);

  @ParameterizedTest
  @EnumSource
  void looksAsOftenAsItsSettingsSay(Rhythm rhythm) {
    Herd herd = run(rhythm, 1);

    double expected = DEVICES * (double) Duration.ofDays(2).toMinutes() / Rhythm.mean().toMinutes();
    assertThat((double) herd.served().between(Duration.ofDays(2), AWAY))
        .isCloseTo(expected, Percentage.withPercentage(3));
  }

  @ParameterizedTest
  @EnumSource
  void isServedByNobodyWhoIsAwayAndByAllAfterwards(Rhythm rhythm) {
    Herd herd = run(rhythm, 1);

    assertThat(herd.served().between(AWAY, BACK)).isZero();
    assertThat(herd.failed().between(Duration.ZERO, AWAY)).isZero();
    assertThat(herd.failed().between(AWAY, BACK)).isPositive();
    assertThat(herd.failed().between(BACK, END)).isZero();
    assertThat(herd.untilServed(100)).isBetween(Duration.ofMinutes(1), Duration.ofHours(9));
  }

  @ParameterizedTest
  @EnumSource
  void takesTheSameCourseForTheSameSeed(Rhythm rhythm) {
    assertThat(run(rhythm, 1).untilServed(50)).isEqualTo(run(rhythm, 1).untilServed(50))
        .isNotEqualTo(run(rhythm, 2).untilServed(50));
  }

  private static Herd run(Rhythm rhythm, long seed) {
    return Herd.run(
        new Herd.Plan(DEVICES, rhythm, Rhythm.mean(), AWAY, BACK, END, seed));
  }
}
