package dev.bascule.publisher.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says how far a draft of a root has come. */
@Command(name = "status",
    description = "Say how far a draft of a root has come: what it changes, who has signed for the old keys and for the new ones, and what is to be done next. The exit status is 3 until it can be published.",
    footer = {
        "", "Example: whose signature is missing?",
        "  bascule-image root status root.json --repo repository"})
final class RootStatus extends Step {

  @Parameters(paramLabel = "FILE", description = "The draft.")
  private Path file = Path.of("");

  @Mixin
  private FormerRoot former = new FormerRoot();

  RootStatus(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    var draft = DraftFile.read(file);
    RootReport report = new RootReport(draft, former.require(draft).orElse(null));
    report.warnings().forEach(this::warn);
    Report full = report.asReport(report.nextStep(file));
    return new Report(full.lines(), full.json(),
        report.isComplete() ? ExitCode.OK : ExitCode.REFUSED);
  }
}
