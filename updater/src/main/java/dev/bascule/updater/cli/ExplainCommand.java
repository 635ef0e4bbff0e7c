package dev.bascule.updater.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.updater.check.Selection;
import dev.bascule.updater.device.Device;
import dev.bascule.updater.install.VolumePlan;
import dev.bascule.updater.report.Plans;
import dev.bascule.updater.report.Selections;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says why an image is or is not installed, and how its bytes would come. */
@Command(name = "explain",
    description = "Say why an image is installed or not: every question that is asked, and its answer.")
final class ExplainCommand extends RepositoryVerb {

  @Parameters(paramLabel = "VERSION", arity = "0..1",
      description = "Ask about this version (default: what the channel offers).")
  private @Nullable Version version;

  @Override
  int run(Device device, Printer printer) throws IOException {
    Selection selection = device.check(version);
    ObjectNode facts = Selections.facts(selection);
    List<String> lines = new ArrayList<>(Selections.reasons(selection));
    if (selection instanceof Selection.Take take) {
      List<VolumePlan> plans = VolumePlan.of(
          take.image().manifest(), device.held().orElse(null));
      Plans.add(plans, facts);
      lines.addAll(Plans.lines(plans));
    }
    printer.print(facts, lines);
    return ExitCode.OK;
  }
}
