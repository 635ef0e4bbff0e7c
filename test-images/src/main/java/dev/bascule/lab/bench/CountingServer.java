package dev.bascule.lab.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bascule.image.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A plain web server on the loopback for a directory, with entity tags, which notes what it was asked. */
final class CountingServer implements AutoCloseable {

  private static final int OK = 200;
  private static final int NOT_MODIFIED = 304;
  private static final int NOT_FOUND = 404;

  private final HttpServer server;
  private final List<Integer> answers = new ArrayList<>();

  private CountingServer(HttpServer server) {
    this.server = server;
  }

  /** Starts one at a port that is free. */
  static CountingServer start(Path directory) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    CountingServer counting = new CountingServer(server);
    server.createContext("/", exchange -> counting.answer(directory, exchange));
    server.start();
    return counting;
  }

  /** Where it is. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** The answers' status codes since the last time. */
  synchronized List<Integer> take() {
    List<Integer> taken = List.copyOf(answers);
    answers.clear();
    return taken;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(Path directory, HttpExchange exchange) throws IOException {
    try (exchange) {
      Path file = directory.resolve(exchange.getRequestURI().getPath().substring(1)).normalize();
      if (!file.startsWith(directory) || !Files.isRegularFile(file)) {
        send(exchange, NOT_FOUND, new byte[0]);
        return;
      }
      byte[] content = Files.readAllBytes(file);
      String tag = '"' + Sha256.digest(content).toString() + '"';
      exchange.getResponseHeaders().set("ETag", tag);
      boolean known = tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
      send(exchange, known ? NOT_MODIFIED : OK, known ? new byte[0] : content);
    }
  }

  private void send(HttpExchange exchange, int status, byte[] content) throws IOException {
    synchronized (this) {
      answers.add(status);
    }
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content);
  }
}
