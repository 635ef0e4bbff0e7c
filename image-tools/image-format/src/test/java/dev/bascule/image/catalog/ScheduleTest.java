package dev.bascule.image.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** How a rollout spreads: each repetition is another schedule, by its number. */
class ScheduleTest {

  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  @Test
  void growsEvenlyInAWaveAndRestsInItsSoak() {
    Schedule schedule = new Schedule(START, List.of(
        new Wave(100_000, Duration.ofHours(10), Duration.ofHours(5)),
        new Wave(600_000, Duration.ofHours(5), Duration.ofHours(1))));

    assertThat(schedule.share(START.minusSeconds(1))).isZero();
    assertThat(schedule.share(at(0))).isZero();
    assertThat(schedule.share(at(1))).isEqualTo(0.01, within(1e-12));
    assertThat(schedule.share(at(10))).isEqualTo(0.1, within(1e-12));
    assertThat(schedule.share(at(14))).isEqualTo(0.1, within(1e-12));
    assertThat(schedule.share(at(16))).isEqualTo(0.2, within(1e-12));
    assertThat(schedule.share(at(20))).isEqualTo(0.6, within(1e-12));
    assertThat(schedule.share(at(9000))).isEqualTo(0.6, within(1e-12));
    assertThat(schedule.eligibleAt(0.05)).contains(new Turn.Due(at(5), 1));
    Turn.Due middle = schedule.eligibleAt(0.35).orElseThrow();
    assertThat(middle.wave()).isEqualTo(2);
    assertThat(middle.at())
        .isCloseTo(START.plus(Duration.ofMinutes(1050)), within(1, ChronoUnit.MICROS));
    assertThat(schedule.eligibleAt(0.6)).isEmpty();
    assertThat(schedule.end()).isEqualTo(at(20));
    assertThat(schedule.reach()).isEqualTo(0.6, within(1e-12));
  }

  /** At any time as many devices have their turn as the schedule says, counted one by one. */
  @RepeatedTest(50)
  void letsAsManyDevicesBeginAsItSays(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    Schedule schedule = anySchedule(random);
    Version version = Version.parse("1." + repetition.getCurrentRepetition() + ".0");
    int devices = 20_000;
    Instant[] turns = new Instant[devices];
    for (int i = 0; i < devices; i++) {
      turns[i] = schedule.eligibleAt(seed(i).turn(version)).map(Turn.Due::at).orElse(Instant.MAX);
    }
    long span = Duration.between(START, schedule.end()).toSeconds();
    for (int i = 0; i < 50; i++) {
      Instant now = START.plusSeconds(random.nextLong(-3600, span + 3600));
      long begun = Arrays.stream(turns).filter(turn -> !turn.isAfter(now)).count();
      assertThat((double) begun / devices).isEqualTo(schedule.share(now), within(0.02));
    }
  }

  /** No step of time, however it lies, brings more than the steepest wave does in that time. */
  @RepeatedTest(200)
  void neitherFallsNorJumps(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    Schedule schedule = anySchedule(random);
    double steepest = 0;
    double before = 0;
    for (Wave wave : schedule.waves()) {
      double share = (double) wave.share() / Wave.ALL;
      steepest = Math.max(steepest, (share - before) / wave.length().toSeconds());
      before = share;
    }
    long span = Duration.between(START, schedule.end()).toSeconds();
    for (int i = 0; i < 200; i++) {
      Instant now = START.plusSeconds(random.nextLong(-3600, span + 3600));
      long step = random.nextLong(1, Math.max(2, span / 4));
      double growth = schedule.share(now.plusSeconds(step)) - schedule.share(now);
      assertThat(growth).isBetween(0.0, steepest * step + 1e-9);
    }
    assertThat(schedule.share(schedule.end())).isEqualTo(schedule.reach(), within(1e-12));
  }

  /** The two readings are one: a device's turn comes when the share reaches its seed. */
  @RepeatedTest(200)
  void readsBackwardsWhatItReadsForwards(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    Schedule schedule = anySchedule(random);
    for (int i = 0; i < 100; i++) {
      double seed = random.nextDouble();
      var due = schedule.eligibleAt(seed);
      assertThat(due.isPresent()).isEqualTo(seed < schedule.reach());
      due.ifPresent(turn -> {
        assertThat(schedule.share(turn.at())).isEqualTo(seed, within(1e-7));
        assertThat(turn.wave()).isBetween(1, schedule.waves().size());
      });
    }
  }

  @Test
  void putsADeviceElsewhereForEachVersion() {
    Version one = Version.parse("1.0.0");
    Version two = Version.parse("1.0.1");
    int stayed = 0;
    for (int i = 0; i < 10_000; i++) {
      Seed seed = seed(i);
      assertThat(seed.turn(one)).isEqualTo(seed.turn(one)).isBetween(0.0, 1.0);
      stayed += seed.turn(one) < 0.1 && seed.turn(two) < 0.1 ? 1 : 0;
    }

    assertThat(stayed).as("first tenth twice: about one in a hundred").isBetween(60, 140);
  }

  @Test
  void refusesSeedsThatAreNone() {
    Schedule schedule = anySchedule(new SplittableRandom(1));
    for (double seed : new double[]{-0.1, 1, Double.NaN}) {
      assertThatThrownBy(() -> schedule.eligibleAt(seed))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Schedule anySchedule(SplittableRandom random) {
    List<Wave> waves = new ArrayList<>();
    int share = 0;
    int count = random.nextInt(1, 8);
    for (int i = 0; i < count; i++) {
      share += random.nextInt(1, (Wave.ALL - share) / (count - i));
      waves.add(new Wave(share, Duration.ofSeconds(random.nextLong(60, 1_000_000)),
          Duration.ofSeconds(random.nextLong(0, 2) * random.nextLong(0, 1_000_000))));
    }
    return new Schedule(START, waves);
  }

  private static Seed seed(int device) {
    return new Seed(Sha256.digest(ByteBuffer.allocate(4).putInt(0, device)));
  }

  private static Instant at(long hours) {
    return START.plus(Duration.ofHours(hours));
  }
}
