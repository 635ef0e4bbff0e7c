package dev.bascule.bootctl.cli;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Repairable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks the stored state. */
@Command(name = "doctor", mixinStandardHelpOptions = true, versionProvider = BuildVersion.class, usageHelpAutoWidth = true, sortOptions = false, description = {
    "Checks what the loader keeps its state in: broken or differing copies, contradicting evidence.",
    "Exit code 1 if there are faults. Writes nothing."})
final class DoctorCommand implements Callable<Integer> {
  @Mixin private Device device;

  @Override
  public Integer call() throws BootException {
    var faults = device.control() instanceof Repairable repairable
        ? repairable.readFaults()
        : device.control().readState().remarks();
    device.printer().faults("doctor", faults);
    return faults.isEmpty() ? ExitCode.OK : ExitCode.ERROR;
  }
}
