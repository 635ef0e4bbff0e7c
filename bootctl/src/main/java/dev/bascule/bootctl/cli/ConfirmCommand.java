package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Confirms the slot that runs. */
@Command(name = "confirm")
final class ConfirmCommand implements Callable<Integer> {
  @Mixin
  private Device device;

  @Override
  public Integer call() throws BootException {
    return device.printer().change(device.control().confirm());
  }
}
