package dev.bascule.updater.cli;

import dev.bascule.image.Version;
import dev.bascule.updater.check.Selection;
import dev.bascule.updater.device.Device;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says why an image is or is not installed. */
@Command(name = "explain",
    description = "Say why an image is installed or not: every question that is asked, and its answer.")
final class ExplainCommand extends RepositoryVerb {

  @Parameters(paramLabel = "VERSION", arity = "0..1",
      description = "Ask about this version (default: what the channel offers).")
  private @Nullable Version version;

  @Override
  int run(Device device, Printer printer) throws IOException {
    Selection selection = device.check(version);
    printer.print(Selections.facts(selection), Selections.reasons(selection));
    return ExitCode.OK;
  }
}
