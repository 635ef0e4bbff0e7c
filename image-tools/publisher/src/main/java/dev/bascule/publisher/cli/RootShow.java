package dev.bascule.publisher.cli;

import dev.bascule.image.tuf.MetadataKind;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a root. */
@Command(name = "show", description = "Show whose keys a root names, and who has signed it.",
    footer = {
        "", "Example: may this draft be published?",
        "  bascule-image root show root.json --previous repository/metadata/1.root.json"})
final class RootShow extends Step {

  @Parameters(paramLabel = "FILE", description = "A draft, or a published N.root.json.")
  private Path file = Path.of("");

  @Option(names = "--previous", paramLabel = "FILE", description = "The root that it follows.")
  private @Nullable Path previous;

  RootShow(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    RootReport report =
        RootReport.of(DraftFile.read(file).as(MetadataKind.ROOT), previous);
    report.warnings().forEach(this::warn);
    return Report.of(report.json(), report.lines());
  }
}
