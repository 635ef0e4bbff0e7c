package dev.bascule.updater.health;

import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.config.HealthSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Runs the built-in checks, then those of the configured directories, by name within a directory, one after the other.
 * Required checks that fail are run again until they pass or the deadline is over: a system that has just booted may
 * still be on its way. Once all have passed, the dwell time goes by and all required ones are run once more. Wanted
 * checks run once, and only warn.
 *
 * <p>A file that is not executable counts as failed: a forgotten mode must not pass for health.
 */
public final class HealthChecks {

  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final HealthSettings settings;
  private final List<Probe> probes;
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
   * @param probes the built-in ones
   * @param nanoTime a clock that nobody sets, in nanoseconds
   */
  public HealthChecks(HealthSettings settings, List<Probe> probes, CheckRunner runner,
      LongSupplier nanoTime, Pause pause) {
    this.settings = settings;
    this.probes = List.copyOf(probes);
    this.runner = runner;
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  /** Runs them all; returns when the verdict is certain. */
  public HealthReport run() throws IOException {
    long start = nanoTime.getAsLong();
    List<HealthCheck> checks = checks(true);
    List<CheckResult> required = all(checks);
    while (!passed(required) && nanoTime.getAsLong() - start < settings.deadline().toNanos()) {
      rest(PAUSE);
      required = again(checks, required);
    }
    if (passed(required) && !settings.dwell().isZero()) {
      rest(settings.dwell());
      required = all(checks);
    }
    List<CheckResult> results = new ArrayList<>(required);
    results.addAll(all(checks(false)));
    return new HealthReport(results);
  }

  private static boolean passed(List<CheckResult> results) {
    return results.stream().allMatch(CheckResult::passed);
  }

  private List<CheckResult> all(List<HealthCheck> checks) throws IOException {
    List<CheckResult> results = new ArrayList<>();
    for (HealthCheck check : checks) {
      results.add(check.run(settings.timeout()));
    }
    return results;
  }

  private List<CheckResult> again(List<HealthCheck> checks, List<CheckResult> results)
      throws IOException {
    List<CheckResult> next = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      CheckResult result = results.get(i);
      next.add(result.passed() ? result : checks.get(i).run(settings.timeout()));
    }
    return next;
  }

  private void rest(Duration duration) throws InterruptedIOException {
    try {
      pause.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for health checks to pass");
    }
  }

  private List<HealthCheck> checks(boolean required) throws IOException {
    List<HealthCheck> checks = new ArrayList<>();
    probes.stream()
        .filter(probe -> probe.required() == required)
        .map(HealthCheck::builtIn)
        .forEach(checks::add);
    List<Path> directories = required ? settings.required() : settings.wanted();
    for (Path directory : directories) {
      for (Path file : new CheckDirectory(directory).files()) {
        checks.add(HealthCheck.script(runner, file, required));
      }
    }
    if (checks.size() > CheckDirectory.MAX_FILES) {
      throw new UpdaterException(directories + ": expected at most " + CheckDirectory.MAX_FILES
          + " checks, found " + checks.size(), "merge some of them");
    }
    return checks;
  }
}
