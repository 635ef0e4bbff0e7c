package dev.bascule.updater.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.config.HostPort;
import dev.bascule.updater.config.PagePlace;
import dev.bascule.updater.config.PageSettings;
import dev.bascule.updater.service.UpdateService;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

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
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Closeable server;
  private final SocketAddress address;
  private final UpdateService service;
  private volatile long lastRequest = System.nanoTime();

  private PageServer(UpdateService service, boolean forSome, Serving serving)
      throws IOException {
    this.service = service;
    PageRequests requests =
        new PageRequests(service, token(service.configuration().page(), forSome));
    Served served = serving.serve(exchange -> {
      lastRequest = System.nanoTime();
      if (exchange.getRequestURI().getPath().startsWith("/api/")) {
        requests.answer(exchange);
      } else {
        file(exchange);
      }
    });
    this.server = served.server();
    this.address = served.address();
  }

  /** Begins to serve what a handler answers. */
  private interface Serving {
    Served serve(HttpHandler handler) throws IOException;
  }

  private record Served(Closeable server, SocketAddress address) {}

  /** Serves the page of a device where its configuration says. */
  public static PageServer start(UpdateService service) throws IOException {
    return switch (service.configuration().page().listen()) {
      case PagePlace.Port(HostPort at) -> new PageServer(service, false,
          handler -> onPort(at, handler));
      case PagePlace.Socket socket -> new PageServer(service, socket.isForSome(),
          handler -> new Served(LocalServer.at(socket, handler),
              UnixDomainSocketAddress.of(socket.path())));
    };
  }

  /** Serves it at a Unix socket that whoever started this process made, and gave its mode. */
  public static PageServer start(UpdateService service, ServerSocketChannel inherited)
      throws IOException {
    UnixDomainSocketAddress at = (UnixDomainSocketAddress) inherited.getLocalAddress();
    boolean forSome = !Files.getPosixFilePermissions(at.getPath())
        .contains(PosixFilePermission.OTHERS_WRITE);
    return new PageServer(service, forSome,
        handler -> new Served(LocalServer.on(inherited, handler), at));
  }

  private static Served onPort(HostPort at, HttpHandler handler) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(at.host(), at.port()), 16);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    return new Served(() -> {
      server.stop(0);
      threads.shutdownNow();
    }, server.getAddress());
  }

  /** The secret; null where a socket lets in nobody but whom it is meant for. */
  private static @Nullable Token token(PageSettings settings, boolean forSome)
      throws IOException {
    Path file = settings.token();
    if (file != null) {
      return Token.read(file);
    }
    if (settings.listen() instanceof PagePlace.Socket && forSome) {
      return null;
    }
    throw new UpdaterException("[page] token: expected a file with a secret, found nothing",
        "openssl rand -hex 16 > /etc/bascule/page.token; chmod 600 it; name it in [page] token");
  }

  /** Where it is served. */
  public SocketAddress address() {
    return address;
  }

  /** Waits until nothing was asked for so long, and nothing goes on. */
  public void awaitIdle(Duration idle) throws InterruptedException {
    while (!service.idle() || System.nanoTime() - lastRequest < idle.toNanos()) {
      Thread.sleep(LOOK);
    }
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
  public void close() throws IOException {
    server.close();
  }
}
