package dev.bascule.updater.cli;

import dev.bascule.updater.bus.BusClient;
import dev.bascule.updater.bus.Updater1;
import dev.bascule.updater.device.Device;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Activates what is installed. */
@Command(name = "activate",
    description = "Make the slot that was installed into the next one to boot, on trial.")
final class ActivateCommand extends Verb {

  @Override
  BusClient.Question question() {
    return Updater1::activate;
  }

  @Override
  int run(Device device, Printer printer) throws IOException {
    return printer.result(device.activate());
  }
}
