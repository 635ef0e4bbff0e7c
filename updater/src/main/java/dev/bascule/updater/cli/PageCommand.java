package dev.bascule.updater.cli;

import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.page.PageServer;
import dev.bascule.updater.service.UpdateService;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** Serves the technician's page. */
@Command(name = "page",
    description = "Serve the technician's page until it is ended: both slots, progress, history with evidence, rollback, upload of a bundle. [page] in the configuration says where, and which file has the token.",
    footer = {"", "Example: from a technician's own machine:",
        "  ssh -L 8470:127.0.0.1:8470 device, then http://127.0.0.1:8470/"})
final class PageCommand extends DeviceCommand {

  @Override
  int run(Configuration configuration, Printer printer) throws IOException {
    try (UpdateService service = new UpdateService(configuration);
        PageServer server = PageServer.start(service)) {
      printer.event("page", "http://" + configuration.page().listen() + "/ on "
          + server.address());
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }
}
