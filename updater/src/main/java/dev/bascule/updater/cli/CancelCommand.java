package dev.bascule.updater.cli;

import dev.bascule.updater.bus.BusClient;
import dev.bascule.updater.bus.Updater1;
import dev.bascule.updater.device.Device;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Takes back what waits for a restart. */
@Command(name = "cancel",
    description = "Take back an activation or a rollback that waits for a restart.")
final class CancelCommand extends Verb {

  @Override
  BusClient.Question question() {
    return Updater1::cancel;
  }

  @Override
  int run(Device device, Printer printer) throws IOException {
    return printer.result(device.cancel(person()));
  }
}
