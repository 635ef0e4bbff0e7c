package dev.bascule.updater.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.config.HostPort;
import dev.bascule.updater.service.UpdateService;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The technician's page: both slots, progress, history with evidence, rollback, upload of a bundle. Nothing is loaded from
 * anywhere else, and nothing is told before the token was shown.
 */
public final class PageServer implements Closeable {

  private static final Map<String, String> FILES = Map.of("/", "page.html", "/page.css", "page.css",
      "/page.js", "page.js");
  private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "css",
      "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8");
  private static final int THREADS = 4;

  private final HttpServer server;
  private final ExecutorService threads;

  private PageServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /** Serves the page of a device. */
  public static PageServer start(UpdateService service) throws IOException {
    HostPort listen = service.configuration().page().listen();
    Path file = service.configuration().page().token();
    if (file == null) {
      throw new UpdaterException("[page] token: expected a file with a secret, found nothing",
          "openssl rand -hex 16 > /etc/bascule/page.token; chmod 600 it; name it in [page] token");
    }
    Token token = Token.read(file);
    HttpServer server = HttpServer.create(new InetSocketAddress(listen.host(), listen.port()), 16);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    server.setExecutor(threads);
    PageRequests requests = new PageRequests(service, token);
    server.createContext("/api/", requests::answer);
    server.createContext("/", PageServer::file);
    server.start();
    return new PageServer(server, threads);
  }

  /** Where it is served. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  private static void file(HttpExchange exchange) throws IOException {
    try (exchange) {
      String name = FILES.get(exchange.getRequestURI().getPath());
      byte[] content = name == null ? new byte[0] : resource(name);
      secure(exchange);
      exchange.getResponseHeaders()
          .set("Content-Type", name == null
              ? "text/plain"
              : TYPES.getOrDefault(name.substring(name.indexOf('.') + 1), "text/plain"));
      exchange.sendResponseHeaders(name == null ? 404 : 200,
          content.length == 0 ? -1 : content.length);
      exchange.getResponseBody().write(content);
    }
  }

  /** No script, style, image or frame from anywhere else, and this page in nobody's frame. */
  static void secure(HttpExchange exchange) {
    exchange.getResponseHeaders()
        .set("Content-Security-Policy", "default-src 'none'; script-src 'self'; "
            + "style-src 'self'; connect-src 'self'; form-action 'none'; frame-ancestors 'none'");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = PageServer.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IOException(name + " is missing in this program");
      }
      return stream.readAllBytes();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
