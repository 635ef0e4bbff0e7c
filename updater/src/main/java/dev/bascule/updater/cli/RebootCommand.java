package dev.bascule.updater.cli;

import dev.bascule.updater.bus.BusClient;
import dev.bascule.updater.bus.Updater1;
import dev.bascule.updater.device.Device;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/** Restarts the device the configured way. */
@Command(name = "reboot", description = "Restart the device, as the configuration says how.")
final class RebootCommand extends Verb {

  @Override
  BusClient.Question question() {
    return Updater1::reboot;
  }

  @Override
  int run(Device device, Printer printer) throws IOException {
    device.session().settle();
    printer.print(Printer.object().put("result", "done").put("summary", "restarting"),
        List.of("restarting"));
    device.restart("asked for by " + person());
    return ExitCode.OK;
  }
}
