package dev.bascule.updater.cli;

import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.device.Device;
import dev.bascule.updater.device.Device.Claim;
import dev.bascule.updater.update.Refusal;
import dev.bascule.updater.update.Result;
import java.io.IOException;

/** A subcommand that changes the device: it has the device's lock while it runs. */
abstract class Verb extends DeviceCommand {

  /** Does it, and returns one of {@link ExitCode}'s codes. */
  abstract int run(Device device, Printer printer) throws IOException;

  /** How much the verb needs of the device. */
  Claim claim() {
    return Claim.ORDINARY;
  }

  /** What the verb makes of the configuration. */
  Configuration adapt(Configuration configuration) {
    return configuration;
  }

  /** Whether the person who sits there, if one does, means it. Asked before the device is locked. */
  boolean meant(Configuration configuration, Printer printer) throws IOException {
    return true;
  }

  @Override
  final int run(Configuration configuration, Printer printer) throws IOException {
    if (!meant(configuration, printer)) {
      return printer.result(new Result.Refused(Refusal.YES_REQUIRED.word(),
          command().name() + " was not confirmed", Refusal.YES_REQUIRED.remedy()));
    }
    try (Device device = Device.open(adapt(configuration), command().name(), claim())) {
      return run(device, printer);
    }
  }

  /** Shows how an install goes on, on standard error. */
  final ProgressBar progress() {
    return new ProgressBar(command().commandLine().getErr(), terminal() != null && !json());
  }

  /** Restarts the device if that was asked for and is needed. */
  static void restartIf(boolean wanted, Device device, Printer printer, String why)
      throws IOException {
    if (wanted) {
      printer.err().println("restarting: " + why);
      device.restart(why);
    }
  }
}
