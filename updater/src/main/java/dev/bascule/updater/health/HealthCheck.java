package dev.bascule.updater.health;

import dev.bascule.updater.health.CheckResult.Outcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** One check, ready to be run as often as it takes. */
interface HealthCheck {

  /** Runs it once. */
  CheckResult run(Duration limit) throws IOException;

  /** A program of its own. */
  static HealthCheck script(CheckRunner runner, Path file, boolean required) {
    return limit -> runner.run(file, required, limit);
  }

  /** One that is built in. What keeps it from looking counts against the system. */
  static HealthCheck builtIn(Probe probe) {
    return limit -> {
      long start = System.nanoTime();
      Outcome outcome;
      try {
        Optional<String> wrong = probe.ask(limit);
        outcome = wrong.isPresent() ? new Outcome.Refuted(wrong.get()) : new Outcome.Passed();
      } catch (InterruptedIOException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        outcome = new Outcome.TimedOut(limit);
      } catch (IOException e) {
        outcome = new Outcome.NotRun(String.valueOf(e.getMessage()));
      }
      return new CheckResult(probe.name(), probe.required(), outcome,
          Duration.ofNanos(System.nanoTime() - start), "");
    };
  }
}
