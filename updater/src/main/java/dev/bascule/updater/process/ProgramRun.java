package dev.bascule.updater.process;

import dev.bascule.updater.config.Span;
import java.time.Duration;

/**
 * What became of a program's run.
 *
 * @param output the end of what it printed, both streams
 */
public record ProgramRun(Ending ending, Duration duration, String output) {

  /** Whether it ended by itself, with exit code 0. */
  public boolean succeeded() {
    return ending instanceof Ending.Exited(int code) && code == 0;
  }

  /** How it ended, in words. */
  public String words() {
    return switch (ending) {
      case Ending.Exited(int code) -> "exit " + code;
      case Ending.TimedOut(Duration limit) -> "timed out after " + Span.format(limit);
      case Ending.NotStarted(String why) -> "could not be run: " + why;
    };
  }

  /** The same, with what it printed. */
  public String wordsAndOutput() {
    return words() + (output.isBlank() ? "" : ": " + output.strip());
  }
}
