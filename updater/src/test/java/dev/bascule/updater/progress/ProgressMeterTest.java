package dev.bascule.updater.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.updater.install.InstallProgress.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of an install's steps, by a clock of the test's own. */
final class ProgressMeterTest {

  private static final long TOTAL = 1000 << 20;

  private final List<Progress> told = new ArrayList<>();
  private long now;
  private final ProgressMeter meter = new ProgressMeter("install", () -> now, told::add);

  @Test
  void tellsOfManyStepsAFewTimesASecond() {
    for (int step = 1; step <= 1000; step++) {
      now += Duration.ofMillis(10).toNanos();
      meter.advance("root", Phase.TRANSFER, step << 20, TOTAL);
    }

    assertThat(told).hasSizeBetween(38, 42);
    assertThat(told.getLast().done()).isEqualTo(TOTAL);
  }

  @Test
  void measuresTheRateAndWhatIsLeft() {
    for (int step = 1; step <= 500; step++) {
      now += Duration.ofMillis(10).toNanos();
      meter.advance("root", Phase.TRANSFER, step << 20, TOTAL);
    }

    assertThat(told.getLast().rate()).isBetween(100L << 20, 101L << 20);
    assertThat(told.getLast().secondsLeft()).isEqualTo(5);
    assertThat(told.getLast().percent()).isBetween(47, 50);
  }

  @Test
  void tellsAtOnceWhatIsDoneNext() {
    meter.advance("root", Phase.TRANSFER, TOTAL, TOTAL);
    meter.advance("root", Phase.READ_BACK, 1, TOTAL);
    meter.advance("boot", Phase.TRANSFER, 1, TOTAL);

    assertThat(told).extracting(Progress::role).containsExactly("root", "root", "boot");
    assertThat(told).extracting(Progress::phase).containsExactly("writing", "verifying", "writing");
    assertThat(told.getLast().secondsLeft()).isEqualTo(-1);
  }
}
