package dev.bascule.updater.health;

import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.config.HealthSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Runs the checks of the configured directories, by name within a directory, one after the other. Required checks that
 * fail are run again until they pass or the deadline is over: a system that has just booted may still be on its way.
 * Wanted checks run once, and only warn.
 *
 * <p>Every file whose name does not begin with a dot is a check. One that is not executable counts as failed: a
 * forgotten mode must not pass for health. A directory that is not there has no checks.
 */
public final class HealthChecks {

  private static final int MAX_CHECKS = 256;
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final HealthSettings settings;
  private final CheckRunner runner;
  private final LongSupplier nanoTime;
  private final Pause pause;

  /** Waits between two rounds. */
  public interface Pause {
    /** Waits for a while. */
    void sleep(Duration duration) throws InterruptedException;
  }

  /**
   * The checks that a configuration names.
   *
   * @param nanoTime a clock that nobody sets, in nanoseconds
   */
  public HealthChecks(HealthSettings settings, CheckRunner runner, LongSupplier nanoTime,
      Pause pause) {
    this.settings = settings;
    this.runner = runner;
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  /** Runs them all; returns when the verdict is certain. */
  public HealthReport run() throws IOException {
    long start = nanoTime.getAsLong();
    List<CheckResult> required = new ArrayList<>();
    for (Path check : checks(settings.required())) {
      required.add(runner.run(check, true, settings.timeout()));
    }
    while (!required.stream().allMatch(CheckResult::passed)
        && nanoTime.getAsLong() - start < settings.deadline().toNanos()) {
      rest();
      required = again(required);
    }
    List<CheckResult> results = new ArrayList<>(required);
    for (Path check : checks(settings.wanted())) {
      results.add(runner.run(check, false, settings.timeout()));
    }
    return new HealthReport(results);
  }

  private List<CheckResult> again(List<CheckResult> results) throws IOException {
    List<CheckResult> next = new ArrayList<>();
    for (CheckResult result : results) {
      next.add(result.passed() ? result : runner.run(result.file(), true, settings.timeout()));
    }
    return next;
  }

  private void rest() throws InterruptedIOException {
    try {
      pause.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for health checks to pass");
    }
  }

  private static List<Path> checks(List<Path> directories) throws IOException {
    List<Path> checks = new ArrayList<>();
    for (Path directory : directories) {
      checks.addAll(checks(directory));
    }
    if (checks.size() > MAX_CHECKS) {
      throw new UpdaterException(directories + ": expected at most " + MAX_CHECKS
          + " checks, found " + checks.size(), "merge some of them");
    }
    return checks;
  }

  private static List<Path> checks(Path directory) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      Stream.Builder<Path> files = Stream.builder();
      entries.forEach(files);
      return files.build()
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .limit(MAX_CHECKS + 1L)
          .sorted(Comparator.comparing(file -> file.getFileName().toString()))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
