package dev.bascule.updater.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class PollScheduleTest {

  private static final Duration POLL = Duration.ofHours(6);
  private static final Duration JITTER = Duration.ofHours(1);

  private final PollSchedule schedule = schedule(JITTER, 1);
  private final PollSchedule punctual = schedule(Duration.ZERO, 1);

  @Test
  void spreadsTheFirstLook() {
    assertThat(schedule.first()).isBetween(Duration.ZERO, JITTER);
    assertThat(punctual.first()).isZero();
  }

  @Test
  void spreadsEveryLook() {
    Set<Duration> waits = new HashSet<>();
    for (int look = 0; look < 100; look++) {
      Duration wait = schedule.afterSuccess();
      assertThat(wait).isBetween(POLL, POLL.plus(JITTER));
      waits.add(wait);
    }
    assertThat(waits).hasSizeGreaterThan(90);
  }

  @Test
  void spreadsAFleetOverTheWholeJitter() {
    int early = 0;
    for (int device = 0; device < 1000; device++) {
      early += schedule(JITTER, device).first().compareTo(JITTER.dividedBy(2)) < 0 ? 1 : 0;
    }
    assertThat(early).isBetween(400, 600);
  }

  @Test
  void doublesTheWaitWithEachFailureUpToTheUsualOne() {
    assertThat(punctual.afterFailure(Duration.ZERO)).isEqualTo(Duration.ofMinutes(1));
    assertThat(punctual.afterFailure(Duration.ZERO)).isEqualTo(Duration.ofMinutes(2));
    assertThat(punctual.afterFailure(Duration.ZERO)).isEqualTo(Duration.ofMinutes(4));
    for (int failure = 0; failure < 1000; failure++) {
      assertThat(punctual.afterFailure(Duration.ZERO)).isLessThanOrEqualTo(POLL);
    }
    assertThat(punctual.afterFailure(Duration.ZERO)).isEqualTo(POLL);
  }

  @Test
  void startsAgainAfterASuccess() {
    punctual.afterFailure(Duration.ZERO);
    punctual.afterFailure(Duration.ZERO);
    punctual.afterSuccess();

    assertThat(punctual.afterFailure(Duration.ZERO)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void leavesTheServerAloneForAsLongAsItAsks() {
    assertThat(schedule.afterFailure(Duration.ofMinutes(10)))
        .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(20));
  }

  @Test
  void isNotSilencedForEver() {
    assertThat(schedule.afterFailure(Duration.ofDays(10_000)))
        .isLessThanOrEqualTo(PollSchedule.LONGEST.plus(JITTER));
  }

  private static PollSchedule schedule(Duration jitter, long seed) {
    return new PollSchedule(POLL, jitter,
        RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
  }
}
