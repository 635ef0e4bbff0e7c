package dev.bascule.lab.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** QEMU's control connection: one command after the other; events are passed over. */
final class Qmp implements Closeable {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LineSocket socket;

  private Qmp(LineSocket socket) {
    this.socket = socket;
  }

  /** Greets a QEMU that waits at a socket. */
  static Qmp connect(Path path) throws IOException {
    Qmp qmp = new Qmp(LineSocket.connect(path));
    if (!qmp.next("a greeting").has("QMP")) {
      throw new IOException(path + ": expected QEMU's greeting");
    }
    qmp.execute("qmp_capabilities");
    return qmp;
  }

  /**
   * Runs a command without arguments.
   *
   * @return what QEMU returns for it
   * @throws IOException if QEMU refuses it or does not answer
   */
  JsonNode execute(String command) throws IOException {
    return execute(command, JSON.createObjectNode());
  }

  /** What a command of QEMU's monitor for people prints. */
  String monitor(String line) throws IOException {
    return execute("human-monitor-command", JSON.createObjectNode().put("command-line", line))
        .asText();
  }

  private JsonNode execute(String command, ObjectNode arguments) throws IOException {
    ObjectNode request = JSON.createObjectNode().put("execute", command);
    request.set("arguments", arguments);
    socket.writeLine(JSON.writeValueAsString(request));
    while (true) {
      JsonNode answer = next("an answer to " + command);
      if (answer.has("error")) {
        throw new IOException("QEMU refuses " + command + ": " + answer.path("error"));
      }
      if (answer.has("return")) {
        return answer.path("return");
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private JsonNode next(String expected) throws IOException {
    String line = socket.readLine(LIMIT)
        .orElseThrow(() -> new IOException(
            "QEMU: expected " + expected + ", found nothing for " + LIMIT.toSeconds() + " s"));
    return JSON.readTree(line);
  }
}
