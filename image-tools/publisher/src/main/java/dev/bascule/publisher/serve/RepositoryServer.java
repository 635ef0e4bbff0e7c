package dev.bascule.publisher.serve;

import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Serves a directory over HTTP/1.1: ranges, entity tags, nothing but regular files, no listing, no encryption. Bounded
 * in threads, connections, waiting requests and the time that a request's head may take; for the Internet put a real
 * server or a content network in front.
 */
public final class RepositoryServer implements Closeable {

  private static final int THREADS = 32;
  private static final int CONNECTIONS = 512;
  private static final int BACKLOG = 64;
  private static final Duration GRACE = Duration.ofSeconds(3);
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final HttpServer server;
  private final ExecutorService workers;
  private boolean closed;

  private RepositoryServer(HttpServer server, ExecutorService workers) {
    this.server = server;
    this.workers = workers;
  }

  /**
   * Starts to serve.
   *
   * @param address port 0 takes a free one
   * @param bytesPerSecond for all connections together; 0 for no limit
   */
  public static RepositoryServer start(Path directory, InetSocketAddress address,
      long bytesPerSecond, AccessLog log) throws IOException {
    boundPlatformServer();
    HttpServer server = HttpServer.create(address, BACKLOG);
    ExecutorService workers = new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES,
        new LinkedBlockingQueue<>(CONNECTIONS), Thread.ofPlatform().name("http-", 0).factory());
    Throttle throttle = bytesPerSecond == 0 ? Throttle.none() : Throttle.to(bytesPerSecond);
    server.setExecutor(workers);
    server.createContext("/", new FileHandler(directory, throttle, log));
    server.start();
    return new RepositoryServer(server, workers);
  }

  /** The JDK's server takes its limits from system properties, once, before the first is made. */
  private static void boundPlatformServer() {
    setIfUnset("jdk.httpserver.maxConnections", Integer.toString(CONNECTIONS));
    setIfUnset("sun.net.httpserver.maxReqTime", "30");
    setIfUnset("sun.net.httpserver.maxReqHeaders", "64");
    setIfUnset("sun.net.httpserver.maxReqHeaderSize", "16384");
    setIfUnset("sun.net.httpserver.nodelay", "true");
  }

  private static void setIfUnset(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Where a client on this machine finds the directory. */
  public String url() {
    return "http://127.0.0.1:" + address().getPort() + "/";
  }

  /**
   * Stops: begins no further answer, gives those under way three seconds, breaks off the rest. Each answer that was begun
   * is in the log when it returns. Does nothing the second time.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    workers.shutdown();
    if (!workersEnd(GRACE)) {
      workers.shutdownNow();
    }
    server.stop(0);
    workersEnd(LAST_WORDS);
  }

  private boolean workersEnd(Duration limit) {
    try {
      return workers.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
