package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Repairable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks the stored state. */
@Command(name = "doctor")
final class DoctorCommand implements Callable<Integer> {
  @Mixin
  private Device device;

  @Override
  public Integer call() throws BootException {
    var faults = device.control() instanceof Repairable repairable
        ? repairable.readFaults()
        : device.control().readState().remarks();
    device.printer().faults("doctor", faults);
    return faults.isEmpty() ? ExitCode.OK : ExitCode.ERROR;
  }
}
