package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Returns to the slot that does not run. */
@Command(name = "rollback")
final class RollbackCommand implements Callable<Integer> {
  @Mixin
  private Device device;

  @Override
  public Integer call() throws BootException {
    return device.printer().change(device.control().rollback());
  }
}
