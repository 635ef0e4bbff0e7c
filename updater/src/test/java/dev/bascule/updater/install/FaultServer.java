package dev.bascule.updater.install;

import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.Origin;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A web server on the loopback, with connections that are kept, that answers as well or as badly as it is told. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares requests
final class FaultServer implements Closeable {

  /**
   * A request for an existing file.
   *
   * @param number of requests for files of this name's ending before it, from 0
   * @param from the first byte that is asked for, 0 without a range
   */
  record Request(String path, int number, long from, byte[] file) {
    String head(int status, long length, String... more) {
      return "HTTP/1.1 " + status + " Well\r\nContent-Length: " + length + "\r\n"
          + String.join("", more) + "\r\n";
    }

    String range() {
      return "Content-Range: bytes " + from + "-" + (file.length - 1) + "/" + file.length + "\r\n";
    }
  }

  /** What is sent for a request. */
  interface Conduct {
    /** Sends, and says whether the connection stays. */
    boolean answer(Request request, Sender out) throws IOException, InterruptedException;
  }

  /** Where answers go; bodies are counted. */
  record Sender(OutputStream out, AtomicLong count) {
    void text(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    void body(byte[] bytes, long from, long length) throws IOException {
      count.addAndGet(length);
      out.write(bytes, (int) from, (int) length);
      out.flush();
    }
  }

  final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  final AtomicLong connections = new AtomicLong();
  final AtomicLong payloadBytes = new AtomicLong();
  private final AtomicLong otherBytes = new AtomicLong();
  private final ServerSocket socket;
  private final Origin files;
  private final Conduct conduct;

  /**
   * Serves an origin's files.
   *
   * @param conduct for requests that end in {@code .full}; all others are answered well
   */
  FaultServer(Origin files, Conduct conduct) throws IOException {
    this.files = files;
    this.conduct = conduct;
    this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
  }

  /** Answers as a server should. */
  static boolean well(Request request, Sender out) throws IOException {
    long length = request.file().length - request.from();
    out.text(request.from() == 0
        ? request.head(200, length)
        : request.head(206, length, request.range()));
    out.body(request.file(), request.from(), length);
    return true;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        // Closed: the test is over.
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader in = new BufferedReader(
          new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
      String line = in.readLine();
      while (line != null && answer(line, in, connection.getOutputStream())) {
        line = in.readLine();
      }
    } catch (IOException | InterruptedException e) {
      // The client went away: that is what some tests make it do.
    }
  }

  private boolean answer(String line, BufferedReader in, OutputStream out)
      throws IOException, InterruptedException {
    long from = 0;
    for (String header = in.readLine(); header != null && !header.isEmpty(); header =
        in.readLine()) {
      if (header.startsWith("Range: bytes=")) {
        from = Long.parseLong(header.substring(13, header.length() - 1));
      }
    }
    String path = line.split(" ", -1)[1].substring(1);
    boolean payload = path.endsWith(".full");
    int number = (int) requests.stream().filter(".full"::equals).count();
    requests.add(path.substring(path.lastIndexOf('.')));
    byte[] file;
    try (Body body = files.open(path, 0).orElseThrow()) {
      file = body.stream().readAllBytes();
    }
    Request request = new Request(path, number, from, file);
    return payload
        ? conduct.answer(request, new Sender(out, payloadBytes))
        : well(request, new Sender(out, otherBytes));
  }
}
