package dev.bascule.updater.cli;

import dev.bascule.updater.check.Selection;
import dev.bascule.updater.device.Device;
import dev.bascule.updater.report.Selections;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** Looks for an update and changes nothing. */
@Command(name = "check",
    description = "Look whether there is something to install. Exit status 0: there is; 4: there is not.")
final class CheckCommand extends RepositoryVerb {

  @Override
  int run(Device device, Printer printer) throws IOException {
    Selection selection = device.check(null);
    printer.print(Selections.facts(selection), List.of(Selections.summary(selection)));
    return selection instanceof Selection.Take ? ExitCode.OK : ExitCode.NOTHING;
  }
}
