package dev.bascule.updater.cli;

import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.report.StatusReport;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Shows both slots, what is going on and what comes next. */
@Command(name = "status", description = "Show both slots, what is going on, and what comes next.")
final class StatusCommand extends DeviceCommand {

  @Override
  int run(Configuration configuration, Printer printer) throws IOException {
    StatusReport report = StatusReport.of(DeviceView.read(configuration));
    printer.print(report.facts(), report.lines());
    return ExitCode.OK;
  }
}
