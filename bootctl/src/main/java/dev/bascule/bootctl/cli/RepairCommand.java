package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Repairable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Repairs the stored state. */
@Command(name = "repair", mixinStandardHelpOptions = true, versionProvider = BuildVersion.class, usageHelpAutoWidth = true, sortOptions = false, description = {
    "Makes damaged copies of the state like the one that counts. Which slot boots does not change.",
    "Exit code 1 if faults are left."})
final class RepairCommand implements Callable<Integer> {
  @Mixin private Device device;

  @Option(names = "--dry-run", description = "Only show the faults that are there now") private boolean dryRun;

  @Override
  public Integer call() throws BootException {
    if (!(device.control() instanceof Repairable repairable)) {
      device.printer().faults("repair", List.of());
      return ExitCode.OK;
    }
    var faults = dryRun ? repairable.readFaults() : repairable.repair();
    device.printer().faults(dryRun ? "repair --dry-run" : "repair", faults);
    return faults.isEmpty() ? ExitCode.OK : ExitCode.ERROR;
  }
}
