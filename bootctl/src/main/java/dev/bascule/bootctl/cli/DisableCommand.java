package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Slot;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a slot free to be written. */
@Command(name = "disable")
final class DisableCommand implements Callable<Integer> {
  @Mixin
  private Device device;

  @Parameters(paramLabel = "SLOT", description = "A or B")
  private Slot slot;

  @Override
  public Integer call() throws BootException {
    return device.printer().change(device.control().disable(slot));
  }
}
