package dev.bascule.updater.cli;

import dev.bascule.updater.device.Device;
import dev.bascule.updater.update.Result;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Brings the data that belongs to a release to the one that runs. */
@Command(name = "migrate",
    description = "Make the data that [data] names the running system's: a copy in its form, or what was kept of it. What the data was is kept beside it until the running system is confirmed.",
    footer = {
        "", "To be run before anything uses the data: bascule-migrate.service does so.",
        "Exit status 5: the running system is on trial, could not do it, and was given up."})
final class MigrateCommand extends Verb {

  @Option(names = "--reboot", description = "Restart the device if the slot was given up.")
  private boolean reboot;

  @Override
  boolean take(String flag) {
    reboot |= flag.equals("--reboot");
    return flag.equals("--reboot") || super.take(flag);
  }

  @Override
  int run(Device device, Printer printer) throws IOException {
    Result result = device.migrate();
    int exit = printer.result(result);
    restartIf(reboot && result instanceof Result.Unhealthy unhealthy && unhealthy.fallsBack(),
        device, printer, "the data could not be migrated");
    return exit;
  }
}
