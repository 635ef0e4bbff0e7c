package dev.bascule.updater.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.updater.config.BuiltInChecks;
import dev.bascule.updater.config.HealthSettings;
import dev.bascule.updater.health.CheckResult.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthChecksTest {

  @TempDir
  private Path directory;
  private final List<String> ran = new ArrayList<>();
  private long now;

  @Test
  void runsByNameRequiredBeforeWanted() throws IOException {
    files("required.d/20-b", "required.d/10-a", "wanted.d/05-w", "required.d/.hidden");

    HealthReport report = run(Duration.ZERO, (file, required, limit) -> passed(file, required));

    assertThat(ran).containsExactly("10-a", "20-b", "05-w");
    assertThat(report.healthy()).isTrue();
  }

  @Test
  void isHealthyWithoutAnyChecks() throws IOException {
    assertThat(run(Duration.ZERO, (file, required, limit) -> passed(file, required)).healthy())
        .isTrue();
  }

  @Test
  void onlyWarnsOfWantedChecks() throws IOException {
    files("required.d/10-a", "wanted.d/10-w");

    HealthReport report = run(Duration.ZERO, (file, required, limit) -> required
        ? passed(file, true)
        : failed(file, false));

    assertThat(report.healthy()).isTrue();
    assertThat(report.failedRequired()).isEmpty();
    assertThat(report.warnings()).extracting(CheckResult::name).containsExactly("10-w");
  }

  @Test
  void runsFailingRequiredChecksAgainUntilTheyPass() throws IOException {
    files("required.d/10-a", "required.d/20-slow");

    HealthReport report = run(Duration.ofMinutes(1), (file, required, limit) -> {
      boolean tooEarly = file.endsWith("20-slow") && now < Duration.ofSeconds(5).toNanos();
      return tooEarly ? failed(file, required) : passed(file, required);
    });

    assertThat(report.healthy()).isTrue();
    assertThat(ran).containsExactly("10-a", "20-slow", "20-slow", "20-slow", "20-slow");
  }

  @Test
  void givesUpAtTheDeadline() throws IOException {
    files("required.d/10-a");

    HealthReport report = run(Duration.ofSeconds(5),
        (file, required, limit) -> failed(file, required));

    assertThat(report.healthy()).isFalse();
    assertThat(report.failedRequired()).extracting(note -> note.name()).containsExactly("10-a");
    assertThat(ran).hasSize(4);
  }

  private HealthReport run(Duration deadline, CheckRunner runner) throws IOException {
    HealthSettings settings = new HealthSettings(
        List.of(directory.resolve("absent.d"), directory.resolve("required.d")),
        List.of(directory.resolve("wanted.d")), Duration.ofSeconds(9), deadline,
        Duration.ZERO, BuiltInChecks.none());
    return new HealthChecks(settings, List.of(), (file, required, limit) -> {
      ran.add(file.getFileName().toString());
      return runner.run(file, required, limit);
    }, () -> now, pause -> now += pause.toNanos()).run();
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
  }

  private static CheckResult passed(Path file, boolean required) {
    return new CheckResult(file.getFileName().toString(), required, new Outcome.Passed(),
        Duration.ZERO, "");
  }

  private static CheckResult failed(Path file, boolean required) {
    return new CheckResult(file.getFileName().toString(), required, new Outcome.Failed(1),
        Duration.ZERO, "no");
  }
}
