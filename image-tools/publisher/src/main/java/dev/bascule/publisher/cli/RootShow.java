package dev.bascule.publisher.cli;

import dev.bascule.publisher.repository.Document;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a root. */
@Command(name = "show", description = "Show whose keys a root names, and who has signed it.",
    footer = {
        "", "Example: may this draft be published?",
        "  bascule-image root show root.json --previous repository/metadata/1.root.json"})
final class RootShow extends Step {

  @Parameters(paramLabel = "FILE", description = "A draft, or a published N.root.json.")
  private Path file = Path.of("");

  @Mixin
  private FormerRoot former = new FormerRoot();

  RootShow(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    Document root = DraftFile.read(file);
    RootReport report = new RootReport(root, former.read(root).orElse(null));
    report.warnings().forEach(this::warn);
    return Report.of(report.json(), report.lines());
  }
}
