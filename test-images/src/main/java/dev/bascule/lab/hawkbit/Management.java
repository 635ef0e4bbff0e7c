package dev.bascule.lab.hawkbit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** hawkBit's Management API, as far as a fleet's manager of the tests needs it. */
public final class Management {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final String authorization;
  private final HttpClient client = HttpClient.newHttpClient();

  Management(URI server, String user, String password) {
    this.base = server.resolve("rest/v1/");
    this.authorization = "Basic " + Base64.getEncoder()
        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  /** Whether the server is there and knows the user. */
  boolean answers() {
    try {
      get("targets");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Reads. */
  public JsonNode get(String path) throws IOException {
    return send(path, request(path).GET());
  }

  /** Makes something. */
  public JsonNode post(String path, Object body) throws IOException {
    return send(path, request(path).POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  /** Sets something. */
  public JsonNode put(String path, Object body) throws IOException {
    return send(path, request(path).PUT(BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  /** Asks to end an action. */
  public void cancel(String controller, long action) throws IOException {
    delete("targets/" + controller + "/actions/" + action);
  }

  /** Ends an action whose device does not answer that it is cancelled. */
  public void quit(String controller, long action) throws IOException {
    delete("targets/" + controller + "/actions/" + action + "?force=true");
  }

  /** Assigns a set to a device whose maintenance window is an hour long and begins in twelve hours. */
  public void assignAtNight(long set, String controller) throws IOException {
    int hour = (LocalTime.now(ZoneOffset.UTC).getHour() + 12) % 24;
    post("distributionsets/" + set + "/assignedTargets", List.of(Map.of("id", controller, "type",
        "forced", "maintenanceWindow", Map.of("schedule", "0 0 " + hour + " * * ? *",
            "duration", "01:00:00", "timezone", "+00:00"))));
  }

  /**
   * Makes a distribution set of one module of the type {@code os}.
   *
   * @return the set's id
   */
  public long distribution(String name, String version) throws IOException {
    long module = post("softwaremodules",
        List.of(Map.of("name", name, "version", version, "type", "os"))).at("/0/id").asLong();
    return post("distributionsets", List.of(Map.of("name", name, "version", version, "type", "os",
        "modules", List.of(Map.of("id", module))))).at("/0/id").asLong();
  }

  /**
   * Assigns a set to a device.
   *
   * @param type {@code forced}, {@code soft} or {@code downloadonly}
   * @return the action's id
   */
  public long assign(long set, String controller, String type) throws IOException {
    return post("distributionsets/" + set + "/assignedTargets",
        List.of(Map.of("id", controller, "type", type))).at("/assignedActions/0/id").asLong();
  }

  /** What an action's device has said, newest first: {@code type} and {@code messages} of each. */
  public JsonNode told(String controller, long action) throws IOException {
    return get("targets/" + controller + "/actions/" + action + "/status").path("content");
  }

  private void delete(String path) throws IOException {
    send(path, request(path).DELETE());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(LIMIT)
        .header("Authorization", authorization)
        .header("Content-Type", "application/json");
  }

  private JsonNode send(String path, HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IOException("hawkBit: " + path + ": expected success, found "
            + response.statusCode() + ": " + response.body());
      }
      return response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("asking hawkBit for " + path);
    }
  }
}
