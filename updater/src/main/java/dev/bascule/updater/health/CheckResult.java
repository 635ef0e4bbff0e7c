package dev.bascule.updater.health;

import dev.bascule.updater.config.Span;
import java.time.Duration;

/**
 * What became of one check.
 *
 * @param name the executable's file name, or a built-in check's: {@code unit sshd.service}
 * @param required whether the slot's fate depends on it
 * @param output the end of what it printed, both streams
 */
public record CheckResult(String name, boolean required, Outcome outcome, Duration duration,
    String output) {

  /** How a check ended. */
  public sealed interface Outcome {

    /** Exit code 0. */
    record Passed() implements Outcome {}

    /** Another exit code; 128 and more is 128 and the signal's number. */
    record Failed(int exitCode) implements Outcome {}

    /** It ran longer than it may, and was killed with all that it had started. */
    record TimedOut(Duration limit) implements Outcome {}

    /** It could not be started. */
    record NotRun(String why) implements Outcome {}

    /** A built-in check found something else than it should be. */
    record Refuted(String why) implements Outcome {}
  }

  /** Whether the check passed. */
  public boolean passed() {
    return outcome instanceof Outcome.Passed;
  }

  /** How it ended, in words. */
  public String words() {
    return switch (outcome) {
      case Outcome.Passed _ -> "passed";
      case Outcome.Failed(int exitCode) -> "exit " + exitCode;
      case Outcome.TimedOut(Duration limit) -> "timed out after " + Span.format(limit);
      case Outcome.NotRun(String why) -> "could not be run: " + why;
      case Outcome.Refuted(String why) -> why;
    };
  }
}
