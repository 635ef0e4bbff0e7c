package dev.bascule.updater.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A real Chromium without a window, driven through its DevTools protocol. */
final class Browser implements Closeable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LIMIT = 60;

  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final WebSocket socket;
  private final String session;
  private int number;

  /** Starts the browser with a profile of its own, and one page as large as a phone's. */
  Browser(Path profile, int width, int height) throws IOException {
    process = new ProcessBuilder("chromium", "--headless", "--no-sandbox", "--disable-gpu",
        "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
        "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
        .redirectErrorStream(true)
        .start();
    socket = client.newWebSocketBuilder().buildAsync(URI.create(address()), new Ears()).join();
    String target = call("", "Target.createTarget", object().put("url", "about:blank"))
        .path("targetId")
        .asText();
    session = call("", "Target.attachToTarget",
        object().put("targetId", target).put("flatten", true)).path("sessionId").asText();
    call("Emulation.setDeviceMetricsOverride", object().put("width", width)
        .put("height", height)
        .put("deviceScaleFactor", 2)
        .put("mobile", true));
    call("Page.enable", object());
    call("DOM.enable", object());
  }

  private String address() throws IOException {
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    String line = said.readLine();
    while (line != null && !line.startsWith("DevTools listening on ")) {
      line = said.readLine();
    }
    assertThat(line).as("Chromium's DevTools").isNotNull();
    Thread.ofPlatform().daemon().start(() -> said.lines().forEach(talk -> {}));
    return String.valueOf(line).substring("DevTools listening on ".length());
  }

  void open(String url) throws IOException {
    call("Page.navigate", object().put("url", url));
  }

  /** What an expression is, as text. */
  String evaluate(String expression) throws IOException {
    JsonNode result = call("Runtime.evaluate", object().put("expression", expression)
        .put("returnByValue", true));
    assertThat(result.has("exceptionDetails")).as("%s: %s", expression, result).isFalse();
    return result.path("result").path("value").asText();
  }

  /** Waits until an expression is true. */
  void await(String expression) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT);
    while (!evaluate("!!(" + expression + ")").equals("true")) {
      assertThat(System.nanoTime())
          .as("%s in: %s", expression, evaluate("document.body.innerText"))
          .isLessThan(end);
    }
  }

  /** Types a text where the focus is. */
  void type(String text) throws IOException {
    call("Input.insertText", object().put("text", text));
  }

  /** Presses and releases a key: Tab or Enter. */
  void press(String key) throws IOException {
    ObjectNode event = object().put("key", key)
        .put("code", key)
        .put("windowsVirtualKeyCode", key.equals("Tab") ? 9 : 13);
    call("Input.dispatchKeyEvent", key.equals("Enter")
        ? event.deepCopy().put("type", "keyDown").put("text", "\r")
        : event.deepCopy().put("type", "keyDown"));
    call("Input.dispatchKeyEvent", event.put("type", "keyUp"));
  }

  /** Goes on with Tab until an element has the focus, as somebody without a mouse does. */
  void tabTo(String id) throws IOException {
    for (int i = 0; i < 40; i++) {
      if (evaluate("document.activeElement.id").equals(id)) {
        return;
      }
      press("Tab");
    }
    throw new AssertionError("the keyboard does not reach " + id);
  }

  void chooseFile(String selector, Path file) throws IOException {
    int root = call("DOM.getDocument", object()).path("root").path("nodeId").asInt();
    int node = call("DOM.querySelector", object().put("nodeId", root).put("selector", selector))
        .path("nodeId")
        .asInt();
    ObjectNode files = object().put("nodeId", node);
    files.putArray("files").add(file.toString());
    call("DOM.setFileInputFiles", files);
  }

  private JsonNode call(String method, ObjectNode parameters) throws IOException {
    return call(session, method, parameters);
  }

  private JsonNode call(String in, String method, ObjectNode parameters) throws IOException {
    int mine = ++number;
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(mine, answer);
    ObjectNode message = object().put("id", mine).put("method", method);
    message.set("params", parameters);
    if (!in.isEmpty()) {
      message.put("sessionId", in);
    }
    socket.sendText(message.toString(), true).join();
    try {
      JsonNode said = answer.get(LIMIT, TimeUnit.SECONDS);
      assertThat(said.has("error")).as("%s: %s", method, said).isFalse();
      return said.path("result");
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IOException(method + ": no answer", e);
    }
  }

  private static ObjectNode object() {
    return JSON.createObjectNode();
  }

  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Puts the browser's messages together. */
  private final class Ears implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        try {
          JsonNode said = JSON.readTree(message.toString());
          CompletableFuture<JsonNode> answer = answers.remove(said.path("id").asInt());
          if (answer != null) {
            answer.complete(said);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        message.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }
  }
}
