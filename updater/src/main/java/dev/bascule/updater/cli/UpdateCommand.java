package dev.bascule.updater.cli;

import dev.bascule.updater.device.Device;
import dev.bascule.updater.device.Installed;
import dev.bascule.updater.update.Result;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole way to the restart: look, install, activate. */
@Command(name = "update",
    description = "Look for an image, install and activate it: the next start tries it.", footer = {
        "", "Example: now, whatever the windows say:", "  bascule update --reboot"})
final class UpdateCommand extends ImageVerb {

  @Option(names = "--reboot",
      description = "Restart the device at the end, if an image was activated.")
  private boolean reboot;

  @Override
  boolean take(String flag) {
    reboot |= flag.equals("--reboot");
    return flag.equals("--reboot") || super.take(flag);
  }

  @Override
  Installed take(Device device, ProgressBar bar) throws IOException {
    return device.update(supply(), version(), bar);
  }

  @Override
  void afterwards(Result result, Device device, Printer printer) throws IOException {
    restartIf(reboot && result instanceof Result.Done done && done.rebootNeeded(), device, printer,
        "an update was activated");
  }
}
