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
   * A request for an existing file: its number, from 0, among those for payloads; the first byte that is asked for, and
   * the one behind the last; the whole file.
   */
  static final class Request {
    private final int number;
    private final long from;
    private final long to;
    private final byte[] file;

    Request(int number, long from, long to, byte[] file) {
      this.number = number;
      this.from = from;
      this.to = to;
      this.file = file;
    }

    int number() {
      return number;
    }

    long from() {
      return from;
    }

    long to() {
      return to;
    }

    byte[] file() {
      return file;
    }

    boolean whole() {
      return from == 0 && to == file.length;
    }

    String head(int status, long length, String... more) {
      return "HTTP/1.1 " + status + " Well\r\nContent-Length: " + length + "\r\n"
          + String.join("", more) + "\r\n";
    }

    String range() {
      return "Content-Range: bytes " + from + "-" + (to - 1) + "/" + file.length + "\r\n";
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
    long length = request.to() - request.from();
    out.text(request.whole()
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
    long to = Long.MAX_VALUE;
    for (String header = in.readLine(); header != null && !header.isEmpty(); header =
        in.readLine()) {
      if (header.startsWith("Range: bytes=")) {
        String[] bounds = header.substring(13).split("-", 2);
        from = Long.parseLong(bounds[0]);
        to = bounds[1].isEmpty() ? to : Long.parseLong(bounds[1]) + 1;
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
    Request request = new Request(number, from, Math.min(to, file.length), file);
    return payload
        ? conduct.answer(request, new Sender(out, payloadBytes))
        : well(request, new Sender(out, otherBytes));
  }
}
