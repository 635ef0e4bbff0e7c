package dev.bascule.publisher.hawkbit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import dev.bascule.publisher.key.Passphrase;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** hawkBit's Management API, by its documents: {@code /rest/v1}. Redirects are not followed: the password would go there. */
public final class ManagementApi implements Closeable {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MAX_ANSWER = 4 << 20;
  private static final int MAX_SAID = 300;

  private final URI base;
  private final String authorization;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  /**
   * Nothing is asked yet.
   *
   * @param server its URL, ending in a slash
   */
  public ManagementApi(URI server, String user, Passphrase password) {
    this.base = server.resolve("rest/v1/");
    this.authorization = "Basic " + Base64.getEncoder()
        .encodeToString((user + ":" + new String(password.bytes(), StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The id of what a query finds, if it finds one.
   *
   * @param query in RSQL
   */
  OptionalLong find(String collection, String query) throws IOException {
    Members answer = Members.of(read("GET",
        collection + "?limit=1&q=" + URLEncoder.encode(query, StandardCharsets.UTF_8), null));
    Optional<Members> first = answer.objects("content", 1).stream().findFirst();
    return first.isPresent()
        ? OptionalLong.of(first.get().integer("id", 1, Long.MAX_VALUE))
        : OptionalLong.empty();
  }

  /** Makes something; returns its id, of a list that of the first. */
  long make(String collection, JsonNode body) throws IOException {
    JsonNode answer = read("POST", collection, body);
    return Members.of(answer.isArray() && !answer.isEmpty() ? answer.get(0) : answer)
        .integer("id", 1, Long.MAX_VALUE);
  }

  /** A word that a thing has, its {@code status} for instance. */
  String word(String path, String name) throws IOException {
    return Members.of(read("GET", path, null)).string(name);
  }

  /** Has something done. */
  void act(String path) throws IOException {
    send("POST", path, null);
  }

  @Override
  public void close() {
    client.close();
  }

  private JsonNode read(String method, String path, @Nullable JsonNode body) throws IOException {
    byte[] answer = send(method, path, body);
    try {
      return StrictJson.parse(answer, MAX_ANSWER);
    } catch (JsonException e) {
      throw new HawkbitException(
          base.resolve(path) + ": expected what hawkBit answers, found other: "
              + e.getMessage(),
          e);
    }
  }

  private byte[] send(String method, String path, @Nullable JsonNode body) throws IOException {
    URI url = base.resolve(path);
    HttpRequest request = HttpRequest.newBuilder(url)
        .timeout(LIMIT)
        .header("Authorization", authorization)
        .header("Accept", "application/hal+json, application/json")
        .header("Content-Type", "application/json")
        .method(method, body == null
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(body.toString()))
        .build();
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        byte[] answer = in.readNBytes(MAX_ANSWER + 1);
        if (response.statusCode() / 100 != 2) {
          throw new HawkbitException(url + ": the server answered " + response.statusCode()
              + remedy(response.statusCode()) + said(answer));
        }
        return answer;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while asking " + url);
    }
  }

  private static String remedy(int status) {
    return switch (status) {
      case 401 -> "; it does not know the user or the password";
      case 403 -> "; the user may not do that";
      case 409 -> "; there is one of that name already";
      default -> "";
    };
  }

  private static String said(byte[] answer) {
    String text = new String(answer, StandardCharsets.UTF_8).strip();
    return text.isEmpty()
        ? ""
        : ": " + (text.length() > MAX_SAID ? text.substring(0, MAX_SAID) + "…" : text);
  }
}
