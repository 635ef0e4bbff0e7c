package dev.bascule.lab.vm;

import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A signed repository behind our own web server, on this host's loopback, which guests reach at 10.0.2.2. */
final class RepositoryServer implements AutoCloseable {

  private static final String ROOT = "metadata/1.root.json";
  private static final Duration START = Duration.ofMinutes(3);

  private final Path repository;
  private final Background server;
  private final String port;

  private RepositoryServer(Path repository, Background server, String port) {
    this.repository = repository;
    this.server = server;
    this.port = port;
  }

  /**
   * Starts the server at a port that is free.
   *
   * @param directory for its log
   */
  static RepositoryServer start(Path repository, Path directory, JavaProgram basculeImage)
      throws IOException {
    Path portFile = directory.resolve("port");
    Background server = basculeImage
        .command("serve", repository.toString(), "--port", "0", "--port-file",
            portFile.toString(), "--quiet")
        .start(directory.resolve("server.log"));
    try {
      server.awaitUntil(() -> Files.exists(portFile) && Files.size(portFile) > 0, START);
      return new RepositoryServer(repository, server, Files.readString(portFile).strip());
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /** Where a guest finds it. */
  String url() {
    return "http://10.0.2.2:" + port + "/";
  }

  /** Where this host finds it. */
  String hostUrl() {
    return "http://127.0.0.1:" + port + "/";
  }

  /** The first root, which devices of the repository's trust. */
  Path rootMetadata() {
    return repository.resolve(ROOT);
  }

  /** Where a guest finds that root. */
  String rootUrl() {
    return url() + ROOT;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
