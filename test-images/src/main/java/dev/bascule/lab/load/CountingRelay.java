package dev.bascule.lab.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Stands before a server on the loopback, passes on what comes, and counts it. */
final class CountingRelay implements Closeable {

  private static final int BUFFER = 64 << 10;
  private static final int BACKLOG = 512;

  private final ServerSocket socket;
  private final int server;
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong up = new AtomicLong();
  private final AtomicLong down = new AtomicLong();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private CountingRelay(ServerSocket socket, int server) {
    this.socket = socket;
    this.server = server;
  }

  /** A relay at a free port. */
  static CountingRelay before(int server) throws IOException {
    CountingRelay relay =
        new CountingRelay(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), server);
    Future<?> _ = relay.threads.submit(relay::accept);
    return relay;
  }

  int port() {
    return socket.getLocalPort();
  }

  /** All that has passed until now. A client that has ended has sent and got all of its bytes. */
  Traffic traffic() {
    return new Traffic(connections.get(), up.get(), down.get());
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket device = socket.accept();
        Future<?> _ = threads.submit(() -> connect(device));
      } catch (IOException e) {
        // Closed, or a device that left before it was let in.
      }
    }
  }

  private void connect(Socket device) {
    connections.incrementAndGet();
    try (device; Socket origin = new Socket(InetAddress.getLoopbackAddress(), server)) {
      Future<?> request = threads.submit(() -> pass(device, origin, up));
      pass(origin, device, down);
      request.get();
    } catch (IOException | ExecutionException e) {
      // The end of one connection.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Passes on until one side ends; then the other hears that nothing follows. */
  private static void pass(Socket from, Socket to, AtomicLong count) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[BUFFER];
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        count.addAndGet(length);
        out.write(buffer, 0, length);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // A side that resets ends the connection; what passed before is counted.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.shutdownNow();
  }
}
