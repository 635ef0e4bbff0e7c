package dev.bascule.lab.process;

import java.io.IOException;
import java.util.List;

/** A program ended with another exit code than the one that was expected. */
public final class CommandFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  CommandFailedException(List<String> command, Outcome outcome) {
    super(
        "%s: expected exit code 0, found %d%n%s%s".formatted(
            String.join(" ", command),
            outcome.exitCode(),
            outcome.errors(),
            outcome.output()).strip());
    this.exitCode = outcome.exitCode();
  }

  /** What the program ended with; 128 and the signal's number where a signal ended it. */
  public int exitCode() {
    return exitCode;
  }
}
