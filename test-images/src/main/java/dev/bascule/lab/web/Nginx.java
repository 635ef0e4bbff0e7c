package dev.bascule.lab.web;

import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Debian's nginx, one process of it, on ports of the loopback; what it was asked is in its log. */
public final class Nginx implements AutoCloseable {

  /** The program. */
  public static final Tool TOOL = new Tool("nginx", "nginx-light");

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Background process;
  private final Path directory;

  private Nginx(Background process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  /** A port that nobody has at this moment. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Starts a server.
   *
   * @param directory for its files
   * @param port one that its servers listen at, to know when it is ready
   * @param servers blocks {@code server { … }}
   */
  public static Nginx start(Path directory, int port, String servers) throws IOException {
    return start(directory, port, "", servers);
  }

  /**
   * Starts a server that loads modules.
   *
   * @param modules directives {@code load_module …;}
   */
  public static Nginx start(Path directory, int port, String modules, String servers)
      throws IOException {
    Files.createDirectories(directory);
    Path configuration = Files.writeString(directory.resolve("nginx.conf"),
        """
          %3$s
          daemon off;
          master_process off;
          pid %1$s/nginx.pid;
          error_log %1$s/error.log info;
          events {}
          http {
            client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy;
            fastcgi_temp_path %1$s/fastcgi; uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
            log_format asked '$server_protocol $status $body_bytes_sent $connection $request_method $uri';
            access_log %1$s/asked.log asked;
            types { application/octet-stream full tiles delta; application/json json; }
            gzip on; gzip_types *; gzip_min_length 1; gzip_proxied any;
            %2$s
          }
          """
            .formatted(directory, servers, modules),
        StandardCharsets.UTF_8);
    Background process = TOOL
        .command(
            List.of("-p", directory.toString(), "-e", directory.resolve("error.log").toString(),
                "-c", configuration.toString()))
        .start(directory.resolve("output.log"));
    process.awaitUntil(() -> answers(port), LIMIT);
    return new Nginx(process, directory);
  }

  /** The process's number. */
  public long pid() {
    return process.pid();
  }

  /** What was asked, a line each: protocol, status, bytes of the body, number of the connection, method, path. */
  public List<String> asked() throws IOException {
    return Files.readAllLines(directory.resolve("asked.log"), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    process.close();
  }

  /** Whether somebody listens at a port. */
  public static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
