package dev.bascule.lab.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** QEMU's control connection: one command after the other. Of its events only restarts are kept. */
final class Qmp implements Closeable {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  /** A BIOS resets the machine once more, at once, to begin from a clean state: that is one restart. */
  private static final Duration ONE = Duration.ofMillis(500);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LineSocket socket;
  private final List<Instant> restarts = new ArrayList<>();

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

  /** When the guest has started the machine anew since it was switched on, by QEMU's clock. */
  List<Instant> restarts() throws IOException {
    // What happened before it is answered is read with it.
    execute("query-status");
    return List.copyOf(restarts);
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
      note(answer);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void note(JsonNode event) {
    if (event.path("event").asText().equals("RESET")
        && event.path("data").path("guest").asBoolean()) {
      JsonNode time = event.path("timestamp");
      Instant at = Instant.ofEpochSecond(time.path("seconds").asLong(),
          time.path("microseconds").asLong() * 1000);
      if (restarts.isEmpty() || Duration.between(restarts.getLast(), at).compareTo(ONE) > 0) {
        restarts.add(at);
      }
    }
  }

  private JsonNode next(String expected) throws IOException {
    String line = socket.readLine(LIMIT)
        .orElseThrow(() -> new IOException(
            "QEMU: expected " + expected + ", found nothing for " + LIMIT.toSeconds() + " s"));
    return JSON.readTree(line);
  }
}
