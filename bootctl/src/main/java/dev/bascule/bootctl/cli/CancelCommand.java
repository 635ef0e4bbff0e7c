package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes back an activation. */
@Command(name = "cancel", mixinStandardHelpOptions = true, versionProvider = BuildVersion.class, usageHelpAutoWidth = true, sortOptions = false, description = {
    "Takes back an activation or rollback before the reboot: the slot that runs is primary again.",
    "A slot that was on trial is disabled, for nobody has confirmed what it holds."})
final class CancelCommand implements Callable<Integer> {
  @Mixin private Device device;

  @Override
  public Integer call() throws BootException {
    return device.printer().change(device.control().cancel());
  }
}
