package dev.bascule.updater.cli;

import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.page.PageServer;
import dev.bascule.updater.service.UpdateService;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves the technician's page. */
@Command(name = "page",
    description = "Serve the technician's page until it is ended: both slots, progress, history with evidence, rollback, upload of a bundle. [page] in the configuration says where, and which file has the token.",
    footer = {"", "Example: from a technician's own machine:",
        "  ssh -L 8470:127.0.0.1:8470 device, then http://127.0.0.1:8470/",
        "  ssh -L 8470:/run/bascule/page.socket device, where it is served on a Unix socket"})
final class PageCommand extends DeviceCommand {

  @Option(names = "--idle", paramLabel = "TIME", converter = DaemonCommand.SpanConverter.class,
      description = "Leave after that long without a request: for bascule-page.socket, which is served where it is standard input.")
  private @Nullable Duration idle;

  @Override
  int run(Configuration configuration, Printer printer) throws IOException {
    try (UpdateService service = new UpdateService(configuration);
        PageServer server = start(service)) {
      printer.event("page", configuration.page().listen() + " on " + server.address());
      Duration leave = idle;
      if (leave == null) {
        new CountDownLatch(1).await();
      } else {
        server.awaitIdle(leave);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.OK;
  }

  private static PageServer start(UpdateService service) throws IOException {
    return System.inheritedChannel() instanceof ServerSocketChannel socket
        && socket.getLocalAddress() instanceof UnixDomainSocketAddress
            ? PageServer.start(service, socket)
            : PageServer.start(service);
  }
}
