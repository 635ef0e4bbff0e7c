package dev.bascule.publisher.cli;

import dev.bascule.publisher.serve.RepositoryServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Serves a repository over HTTP until the process is stopped. */
@Command(name = "serve",
    description = "Serve a repository over HTTP until stopped: for benches and trials. "
        + "In production any web server, object store or content network does it.",
    footer = {"",
        "Example: a device on the bench updates over a link of 2 MB/s:",
        "  bascule-image serve repository --bind 0.0.0.0 --port 8080 --rate 2000000"})
final class Serve extends Step {

  @Parameters(paramLabel = "DIR", description = "The directory to serve.")
  private Path directory = Path.of("");

  @Option(names = "--bind", paramLabel = "ADDRESS", defaultValue = "127.0.0.1",
      description = "The address to listen on (default: ${DEFAULT-VALUE}, this computer only).")
  private String address = "";

  @Option(names = "--port", paramLabel = "PORT", defaultValue = "8080",
      description = "The port (default: ${DEFAULT-VALUE}); 0 takes a free one, and the first line says which.")
  private int port;

  @Option(names = "--port-file", paramLabel = "FILE",
      description = "Write the port's number to a file once it listens, before the first line.")
  private @Nullable Path portFile;

  @Option(names = "--rate", paramLabel = "BYTES", defaultValue = "0",
      description = "Bytes per second for all connections together; 0 is no limit.")
  private long rate;

  @Option(names = "--quiet", description = "No access log.")
  private boolean quiet;

  Serve(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Report run() throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    InetSocketAddress wanted = new InetSocketAddress(address, port);
    if (wanted.isUnresolved()) {
      throw new UnknownHostException(address);
    }
    RepositoryServer server = RepositoryServer.start(directory, wanted, rate, entry -> {
      if (!quiet) {
        surroundings().err().println(entry);
      }
    });
    // A process that is asked to end finishes its answers, and the log has all of them.
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-serving"));
    try (server) {
      announce(server.address());
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new InterruptedIOException("the server was stopped");
  }

  private void announce(InetSocketAddress listening) throws IOException {
    if (portFile != null) {
      Path beside = portFile.resolveSibling(portFile.getFileName() + ".tmp");
      Files.deleteIfExists(beside);
      Files.writeString(beside, listening.getPort() + "\n", StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
      Files.move(beside, portFile, StandardCopyOption.ATOMIC_MOVE);
    }
    surroundings().out()
        .println("serving " + directory + " at http://"
            + (listening.getAddress().isAnyLocalAddress() ? "localhost" : address) + ":"
            + listening.getPort() + "/");
    surroundings().out().flush();
  }
}
