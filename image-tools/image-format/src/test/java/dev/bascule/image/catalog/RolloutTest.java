package dev.bascule.image.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RolloutTest {

  private static final Version VERSION = Version.parse("1.1.0");
  private static final Instant START = Instant.parse("2030-03-30T20:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void saysWhoseTurnHasCome() {
    Rollout rollout = rollout(false);
    Seed seed = new Seed(Sha256.digest("a device".getBytes(StandardCharsets.UTF_8)));
    Turn.Due due = rollout.schedule(ZoneOffset.UTC).eligibleAt(seed.turn(VERSION)).orElseThrow();

    assertThat(turn(rollout, seed, null, due.at().minusNanos(1))).isEqualTo(new Turn.Waits(due));
    assertThat(turn(rollout, seed, null, due.at())).isEqualTo(new Turn.Come(due));
    assertThat(turn(rollout, seed, "lab", START)).isInstanceOf(Turn.Waits.class);
    assertThat(turn(rollout, seed, "canary", START.minusSeconds(9999)))
        .isEqualTo(new Turn.First("canary"));
    assertThat(turn(rollout.halt(START), seed, "canary", due.at()))
        .as("a halt is for all")
        .isEqualTo(new Turn.Halted(START));
  }

  @Test
  void waitsForTheManagerWhereTheWavesEnd() {
    Rollout first = new Rollout("stable", VERSION, START, false,
        List.of(new Wave(1, Duration.ofHours(1), Duration.ZERO)), null, Set.of());

    assertThat(turn(first, new Seed(Sha256.digest(new byte[0])), null, START.plusSeconds(1L << 32)))
        .isEqualTo(new Turn.Beyond());
  }

  /** On 2030-03-31 clocks in Berlin go from 2 to 3: the waves do not notice. */
  @Test
  void beginsByTheLocalClockAndGoesOnInRealTime() {
    Schedule utc = rollout(true).schedule(ZoneOffset.UTC);
    Schedule berlin = rollout(true).schedule(BERLIN);

    assertThat(berlin.start()).isEqualTo(START.minus(Duration.ofHours(1)));
    assertThat(berlin.end()).isEqualTo(utc.end().minus(Duration.ofHours(1)));
    assertThat(rollout(false).schedule(BERLIN).start()).isEqualTo(START);
  }

  /** Halted at any time, resumed at any later one: the share goes on from what it was, in every zone. */
  @RepeatedTest(100)
  void resumesWithoutAJump(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    for (boolean local : new boolean[]{false, true}) {
      Rollout rollout = rollout(local);
      Instant halt = START.plusSeconds(random.nextLong(-100_000, 200_000));
      Instant resume = halt.plusMillis(random.nextLong(0, 300_000_000));
      Rollout resumed = rollout.halt(halt).resume(resume);
      assertThat(resumed.halted()).isNull();
      for (ZoneId zone : List.of(ZoneOffset.UTC, ZoneOffset.MAX, ZoneOffset.MIN)) {
        double before = rollout.schedule(zone).share(halt);
        double after = resumed.schedule(zone).share(resume);
        assertThat(after).isLessThanOrEqualTo(before + 1e-9);
        if (!local) {
          assertThat(after).isEqualTo(rollout.schedule(zone)
              .share(halt.isBefore(START) && resume.isBefore(START) ? resume : halt), within(1e-4));
        }
      }
    }
  }

  @Test
  void isHaltedAndResumedOnce() {
    Rollout halted = rollout(false).halt(START.plusSeconds(10));

    assertThat(halted.halt(START.plusSeconds(99))).isEqualTo(halted);
    assertThat(halted.resume(START.plusSeconds(70)).start()).isEqualTo(START.plusSeconds(60));
    assertThat(rollout(false).resume(START)).isEqualTo(rollout(false));
  }

  private static Turn turn(Rollout rollout, Seed seed, @Nullable String group, Instant now) {
    return rollout.turn(seed, group, ZoneOffset.UTC, now);
  }

  private static Rollout rollout(boolean local) {
    return new Rollout("stable", VERSION, START, local,
        List.of(new Wave(100_000, Duration.ofHours(10), Duration.ofHours(2)),
            new Wave(Wave.ALL, Duration.ofHours(20), Duration.ZERO)),
        null, Set.of("canary"));
  }
}
