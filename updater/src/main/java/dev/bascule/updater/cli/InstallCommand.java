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

/** Installs into the slot that does not run; the boot loader does not learn of it. */
@Command(name = "install",
    description = "Write an image to the slot that does not run, verified, and leave it there: bascule activate is next.",
    footer = {
        "", "Interrupted at any point, it goes on where it was when it is run again.", "",
        "Example: from a stick, and through a pipe:",
        "  bascule install /media/stick/update.bascule",
        "  ssh depot cat update.bascule | bascule install -"})
final class InstallCommand extends ImageVerb {

  @Override
  int run(Device device, Printer printer) throws IOException {
    ProgressBar bar = progress();
    Installed installed;
    try {
      installed = device.install(supply(), version(), bar);
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
    int exit = printer.result(result, facts);
    printer.talk(Costs.lines(installed.cost()));
    return exit;
  }
}
