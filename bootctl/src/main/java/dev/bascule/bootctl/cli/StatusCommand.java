package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows both slots. */
@Command(name = "status")
final class StatusCommand implements Callable<Integer> {
  @Mixin
  private Device device;

  @Override
  public Integer call() throws BootException {
    var control = device.control();
    device.printer().state(control.loader(), control.readState());
    return ExitCode.OK;
  }
}
