package dev.bascule.publisher.cli;

import dev.bascule.publisher.fleet.FleetText;
import dev.bascule.publisher.repository.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes what is published as a fleet's file. */
@Command(name = "export",
    description = "Write what every channel offers as a fleet's file, to put it under version control; bascule-image plan finds nothing to do in it.",
    footer = {
        "", "Example:",
        "  bascule-image export --repo repository --root root.json --out fleet.toml"})
final class FleetExport extends Step {

  @Mixin
  private ReadRepositoryOption repository = new ReadRepositoryOption();

  @Option(names = "--out", paramLabel = "FILE",
      description = "Where the file goes; must not exist (default: standard output).")
  private @Nullable Path out;

  @Mixin
  private KnownRootOption root = new KnownRootOption();

  FleetExport(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    Published published = Published.read(repository.directory(), root.read());
    String text = FleetText.of(OfferList.of(repository.directory(), published).catalogs(),
        surroundings().clock().instant());
    if (out == null) {
      return Report.of(object().put("toml", text), text.stripTrailing());
    }
    Files.writeString(out, text, StandardOpenOption.CREATE_NEW);
    return Report.of(object().put("out", out.toString()).put("toml", text), out + ": written");
  }
}
