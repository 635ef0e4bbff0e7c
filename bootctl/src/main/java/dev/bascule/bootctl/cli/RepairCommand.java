package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Repairable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Repairs the stored state. */
@Command(name = "repair")
final class RepairCommand implements Callable<Integer> {
  @Mixin
  private Device device;

  @Option(names = "--dry-run")
  private boolean dryRun;

  @Override
  public Integer call() throws BootException {
    if (!(device.control() instanceof Repairable repairable)) {
      device.printer().repair(dryRun, List.of(), List.of());
      return ExitCode.OK;
    }
    var plan = repairable.readRepairs();
    var faults = dryRun ? repairable.readFaults() : repairable.repair();
    device.printer().repair(dryRun, plan, faults);
    return faults.isEmpty() ? ExitCode.OK : ExitCode.ERROR;
  }
}
