package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Repairable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells which boot loader the device shows, and checks the state that it keeps. */
@Command(name = "doctor")
final class DoctorCommand implements Callable<Integer> {
  @Mixin
  private Device device;

  @Override
  public Integer call() throws BootException {
    var faults = device.slotsNamed() ? readFaults(device.control()) : List.<String>of();
    device.printer().diagnosis(device.detection(), faults, device.slotsNamed());
    return faults.isEmpty() ? ExitCode.OK : ExitCode.ERROR;
  }

  private static List<String> readFaults(BootControl control) throws BootException {
    return control instanceof Repairable repairable
        ? repairable.readFaults()
        : control.readState().remarks();
  }
}
