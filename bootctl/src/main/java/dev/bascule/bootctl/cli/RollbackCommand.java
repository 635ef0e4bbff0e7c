package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Returns to the slot that does not run. */
@Command(name = "rollback", mixinStandardHelpOptions = true, versionProvider = BuildVersion.class, usageHelpAutoWidth = true, sortOptions = false, description = {
    "Makes the slot that does not run the primary, as it is. Both keep their confirmations.",
    "Refused if the loader would not boot it. Reboot afterwards."})
final class RollbackCommand implements Callable<Integer> {
  @Mixin private Device device;

  @Override
  public Integer call() throws BootException {
    return device.printer().change(device.control().rollback());
  }
}
