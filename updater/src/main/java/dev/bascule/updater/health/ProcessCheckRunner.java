package dev.bascule.updater.health;

import dev.bascule.updater.health.CheckResult.Outcome;
import dev.bascule.updater.process.Ending;
import dev.bascule.updater.process.ProgramRun;
import dev.bascule.updater.process.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs a check as a program; exit code 0 passes. */
public final class ProcessCheckRunner implements CheckRunner {

  private final Programs programs;

  public ProcessCheckRunner(Programs programs) {
    this.programs = programs;
  }

  @Override
  public CheckResult run(Path file, boolean required, Duration limit) throws IOException {
    String name = file.getFileName().toString();
    if (!Files.isRegularFile(file)) {
      return notRun(name, required, "is not a file");
    }
    if (!Files.isExecutable(file)) {
      return notRun(name, required, "is not executable");
    }
    ProgramRun run = programs.run(List.of(file.toAbsolutePath().toString()), limit);
    return new CheckResult(name, required, outcome(run.ending()), run.duration(), run.output());
  }

  private static Outcome outcome(Ending ending) {
    return switch (ending) {
      case Ending.Exited(int code) -> code == 0 ? new Outcome.Passed() : new Outcome.Failed(code);
      case Ending.TimedOut(Duration limit) -> new Outcome.TimedOut(limit);
      case Ending.NotStarted(String why) -> new Outcome.NotRun(why);
    };
  }

  private static CheckResult notRun(String name, boolean required, String why) {
    return new CheckResult(name, required, new Outcome.NotRun(why), Duration.ZERO, "");
  }
}
