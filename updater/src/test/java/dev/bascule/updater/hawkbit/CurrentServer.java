package dev.bascule.updater.hawkbit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One target's side of a hawkBit as the description of its DDI has it after 0.3.0M7: an action waits for the device's word
 * before it is a deployment, what was installed is told, and a document that is not as described is answered 400.
 */
final class CurrentServer implements Closeable {

  private static final String OWN = "/DEFAULT/controller/v1/dev-1";
  private static final String TOKEN = "TargetToken secret";
  private static final Set<String> EXECUTIONS = Set.of("closed", "proceeding", "canceled",
      "scheduled", "rejected", "resumed", "downloaded", "download");
  private static final Set<String> FINISHED = Set.of("success", "failure", "none");
  private static final int LONGEST_DETAIL = 512;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where an action stands. */
  enum Stage {
    WAITS, RUNS, CANCELLING, SUCCEEDED, FAILED, CANCELLED
  }

  private record Answer(int status, String body) {}

  private final HttpServer server;
  private final Map<String, String> versions = new TreeMap<>();
  private final Map<String, Stage> stages = new TreeMap<>();
  private final List<String> details = new ArrayList<>();
  private final Map<String, String> attributes = new TreeMap<>();
  private String installed = "";
  private String active = "";

  private CurrentServer(HttpServer server) {
    this.server = server;
  }

  static CurrentServer start() throws IOException {
    CurrentServer current = new CurrentServer(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    current.server.createContext("/", current::handle);
    current.server.start();
    return current;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** Assigns a version; the device is asked first. */
  synchronized void assign(String action, String version) {
    versions.put(action, version);
    stages.put(action, Stage.WAITS);
    active = action;
  }

  synchronized void cancel(String action) {
    stages.put(action, Stage.CANCELLING);
  }

  synchronized Stage stage(String action) {
    return stages.getOrDefault(action, Stage.CANCELLED);
  }

  /** All that was said about actions, the last last. */
  synchronized List<String> details() {
    return List.copyOf(details);
  }

  synchronized Map<String, String> attributes() {
    return Map.copyOf(attributes);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    Answer answer;
    try (exchange) {
      byte[] request = exchange.getRequestBody().readAllBytes();
      answer = TOKEN.equals(exchange.getRequestHeaders().getFirst("Authorization"))
          ? answer(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), request)
          : new Answer(401, "");
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private synchronized Answer answer(String method, String path, byte[] request)
      throws IOException {
    if (!path.startsWith(OWN)) {
      return new Answer(404, "");
    }
    List<String> words = List.of(path.substring(OWN.length()).split("/", -1));
    String what = words.size() > 1 ? words.get(1) : "";
    String action = words.size() > 2 ? words.get(2) : "";
    boolean feedback = words.size() == 4 && words.get(3).equals("feedback");
    JsonNode json = request.length == 0 ? null : JSON.readTree(request);
    return switch (method + " " + what) {
      case "GET " -> new Answer(200, poll().toString());
      case "GET confirmationBase" -> document(action, "confirmation", Stage.WAITS);
      case "GET deploymentBase" -> document(action, "deployment", Stage.RUNS);
      case "GET installedBase" -> document(action, "deployment", Stage.SUCCEEDED);
      case "GET cancelAction" -> new Answer(200, JsonNodeFactory.instance.objectNode()
          .put("id", action)
          .set("cancelAction", JsonNodeFactory.instance.objectNode().put("stopId", action))
          .toString());
      case "PUT configData" -> json == null ? new Answer(400, "") : configure(json);
      case "POST confirmationBase" ->
        json == null || !feedback ? new Answer(400, "") : confirm(action, json);
      case "POST deploymentBase" ->
        json == null || !feedback ? new Answer(400, "") : deployed(action, json);
      case "POST cancelAction" ->
        json == null || !feedback ? new Answer(400, "") : cancelled(action, json);
      default -> new Answer(404, "");
    };
  }

  private ObjectNode poll() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("config").putObject("polling").put("sleep", "00:05:00");
    ObjectNode links = json.putObject("_links");
    switch (stage(active)) {
      case WAITS -> link(links, "confirmationBase", active);
      case RUNS -> link(links, "deploymentBase", active);
      case CANCELLING -> link(links, "cancelAction", active);
      case SUCCEEDED, FAILED, CANCELLED -> {
      }
    }
    if (!installed.isEmpty()) {
      link(links, "installedBase", installed);
    }
    return json;
  }

  private void link(ObjectNode links, String name, String action) {
    links.putObject(name).put("href", url() + OWN.substring(1) + "/" + name + "/" + action);
  }

  private Answer document(String action, String name, Stage stage) {
    if (stage(action) != stage) {
      return new Answer(404, "");
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", action);
    ObjectNode body = json.putObject(name).put("download", "forced").put("update", "forced");
    body.putArray("chunks")
        .addObject()
        .put("part", "os")
        .put("name", "board")
        .put("version", versions.get(action))
        .putArray("artifacts");
    json.putObject("actionHistory").put("status", stage.name()).putArray("messages");
    return new Answer(200, json.toString());
  }

  private Answer confirm(String action, JsonNode json) {
    String word = json.path("confirmation").asText();
    if (stage(action) != Stage.WAITS) {
      return new Answer(410, "");
    }
    if (!Set.of("confirmed", "denied").contains(word) || !json.path("code").isInt()
        || badDetails(json.path("details"))) {
      return new Answer(400, "");
    }
    stages.put(action, word.equals("confirmed") ? Stage.RUNS : Stage.WAITS);
    return new Answer(200, "");
  }

  private Answer deployed(String action, JsonNode json) {
    if (stage(action) != Stage.RUNS) {
      return new Answer(410, "");
    }
    if (bad(json)) {
      return new Answer(400, "");
    }
    boolean closed = json.at("/status/execution").asText().equals("closed");
    boolean success = json.at("/status/result/finished").asText().equals("success");
    if (closed) {
      stages.put(action, success ? Stage.SUCCEEDED : Stage.FAILED);
      installed = success ? action : installed;
    }
    return new Answer(200, "");
  }

  private Answer cancelled(String action, JsonNode json) {
    if (stage(action) != Stage.CANCELLING) {
      return new Answer(410, "");
    }
    if (bad(json)) {
      return new Answer(400, "");
    }
    boolean closed = json.at("/status/execution").asText().equals("closed");
    stages.put(action, closed ? Stage.CANCELLED : Stage.RUNS);
    return new Answer(200, "");
  }

  private Answer configure(JsonNode json) {
    if (!Set.of("merge", "replace", "remove").contains(json.path("mode").asText())
        || !json.path("data").isObject()) {
      return new Answer(400, "");
    }
    attributes.clear();
    json.path("data")
        .properties()
        .forEach(entry -> attributes.put(entry.getKey(), entry.getValue().asText()));
    return new Answer(200, "");
  }

  private boolean bad(JsonNode json) {
    return !json.path("timestamp").isIntegralNumber()
        || !EXECUTIONS.contains(json.at("/status/execution").asText())
        || !FINISHED.contains(json.at("/status/result/finished").asText())
        || badDetails(json.at("/status/details"));
  }

  private boolean badDetails(JsonNode lines) {
    for (JsonNode line : lines) {
      if (!line.isTextual() || line.textValue().length() > LONGEST_DETAIL) {
        return true;
      }
      details.add(line.textValue());
    }
    return false;
  }
}
