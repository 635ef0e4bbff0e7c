package dev.bascule.lab.web;

import dev.bascule.lab.Needs;
import dev.bascule.lab.process.Background;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Debian's tinyproxy, for one test, on a port of the loopback; who asks must know its user and password. */
final class Tinyproxy implements AutoCloseable {

  static final String USER = "device";
  static final String PASSWORD = "p4ss-word";

  private static final Tool TINYPROXY = new Tool("tinyproxy", "tinyproxy-bin");
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Background process;
  private final Path log;

  private Tinyproxy(Background process, Path log) {
    this.process = process;
    this.log = log;
  }

  static void require() {
    Needs.tools(TINYPROXY);
  }

  static Tinyproxy start(Path directory, int port) throws IOException {
    Files.createDirectories(directory);
    Path log = directory.resolve("proxy.log");
    Path configuration = Files.writeString(directory.resolve("tinyproxy.conf"), """
      Port %d
      Listen 127.0.0.1
      Timeout 60
      LogFile "%s"
      LogLevel Info
      MaxClients 20
      Allow 127.0.0.1
      BasicAuth %s %s
      """.formatted(port, log, USER, PASSWORD), StandardCharsets.UTF_8);
    Background process = TINYPROXY.command("-d", "-c", configuration.toString())
        .start(directory.resolve("output.log"));
    process.awaitUntil(() -> Nginx.answers(port), LIMIT);
    return new Tinyproxy(process, log);
  }

  /** What it says it did. */
  String log() throws IOException {
    return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
  }

  @Override
  public void close() throws IOException {
    process.close();
  }
}
