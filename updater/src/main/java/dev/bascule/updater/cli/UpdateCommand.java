package dev.bascule.updater.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.updater.device.Device;
import dev.bascule.updater.device.Installed;
import dev.bascule.updater.report.Costs;
import dev.bascule.updater.report.Selections;
import dev.bascule.updater.update.Result;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole way to the restart: look, install, activate. */
@Command(name = "update",
    description = "Look for an image, install and activate it: the next start tries it.", footer = {
        "", "Example: now, whatever the windows say:", "  bascule update --reboot"})
final class UpdateCommand extends ImageVerb {

  @Option(names = "--reboot",
      description = "Restart the device at the end, if an image was activated.")
  private boolean reboot;

  @Override
  int run(Device device, Printer printer) throws IOException {
    ProgressBar bar = progress();
    Installed installed;
    try {
      installed = device.update(supply(), version(), bar);
    } finally {
      bar.finish();
    }
    ObjectNode facts = Selections.facts(installed.selection());
    Result result = installed.result();
    if (result == null) {
      printer.print(facts, List.of(Selections.summary(installed.selection())));
      return ExitCode.OK;
    }
    Costs.add(installed.cost(), facts);
    printer.talk(Costs.lines(installed.cost()));
    int exit = printer.result(result, facts);
    restartIf(reboot && result instanceof Result.Done done && done.rebootNeeded(), device, printer,
        "an update was activated");
    return exit;
  }
}
