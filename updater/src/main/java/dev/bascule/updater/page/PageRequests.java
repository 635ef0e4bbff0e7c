package dev.bascule.updater.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.evidence.EvidenceStore;
import dev.bascule.updater.journal.Entry;
import dev.bascule.updater.journal.EntryJson;
import dev.bascule.updater.progress.Progress;
import dev.bascule.updater.progress.ProgressFile;
import dev.bascule.updater.service.Reply;
import dev.bascule.updater.service.UpdateService;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the page asks. Every answer is a JSON object. */
final class PageRequests {

  private static final int MAX_REQUEST = 4096;
  private static final int ENTRIES = 30;
  private static final String COOKIE = "bascule";
  private static final Duration WRONG = Duration.ofSeconds(1);

  private final UpdateService service;
  private final @Nullable Token token;
  private final Upload upload;

  /**
   * What a page asks.
   *
   * @param token what has to be shown first; null where whoever comes so far may ask
   */
  PageRequests(UpdateService service, @Nullable Token token) {
    this.service = service;
    this.token = token;
    this.upload = new Upload(service);
  }

  void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String what = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      if (!comesFromThePage(exchange)) {
        send(exchange, 403, facts("error", "not from this page"));
      } else if (what.equals("POST /api/login")) {
        login(exchange);
      } else if (!isKnown(exchange)) {
        send(exchange, 401, facts("error", "show the token first"));
      } else {
        known(exchange, what);
      }
    }
  }

  private void known(HttpExchange exchange, String what) throws IOException {
    switch (what) {
      case "GET /api/status" -> send(exchange, 200, status());
      case "POST /api/rollback" -> send(exchange, service.rollBack("the technician's page",
          text(exchange, "reason"), false));
      case "POST /api/cancel" -> send(exchange, service.cancel("the technician's page"));
      case "POST /api/reboot" -> send(exchange, service.restart("the technician's page"));
      case "POST /api/upload" -> send(exchange, 202, upload.take(exchange));
      default -> send(exchange, 404, facts("error", "no such thing"));
    }
  }

  /**
   * A page of somebody else's that is open in the same browser must not act here: it can neither set this header without
   * being asked for permission, which is not given, nor come under this host's name.
   */
  private static boolean comesFromThePage(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    String bare = host == null ? "" : host.replaceFirst(":\\d+$", "");
    boolean own = bare.equals("localhost") || bare.matches("[0-9.]+") || bare.startsWith("[");
    return own && "1".equals(exchange.getRequestHeaders().getFirst("X-Bascule"));
  }

  private synchronized void login(HttpExchange exchange) throws IOException {
    Token secret = token;
    if (secret == null) {
      send(exchange, 200, facts("result", "done"));
      return;
    }
    if (!secret.isSecret(text(exchange, "token"))) {
      try {
        Thread.sleep(WRONG);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
      send(exchange, 401, facts("error", "that is not the token"));
      return;
    }
    exchange.getResponseHeaders()
        .set("Set-Cookie", COOKIE + "=" + secret.session() + "; HttpOnly; SameSite=Strict; Path=/");
    send(exchange, 200, facts("result", "done"));
  }

  private boolean isKnown(HttpExchange exchange) {
    Token secret = token;
    return secret == null || exchange.getRequestHeaders()
        .getOrDefault("Cookie", List.of())
        .stream()
        .flatMap(line -> List.of(line.split("; ?", -1)).stream())
        .filter(cookie -> cookie.startsWith(COOKIE + "="))
        .anyMatch(cookie -> secret.isSession(cookie.substring(COOKIE.length() + 1)));
  }

  private ObjectNode status() throws IOException {
    Progress progress = service.progress();
    if (!progress.busy()) {
      progress = new ProgressFile(service.configuration().device().run()).read();
    }
    Reply status = service.status();
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    facts.set("status", status.facts());
    facts.put("text", status.text());
    facts.put("last", upload.last());
    facts.set("progress", ProgressFile.json(progress).put("percent", progress.percent()));
    ArrayNode history = facts.putArray("history");
    EvidenceStore store = DeviceView.evidence(service.configuration());
    List<Entry> entries = DeviceView.history(service.configuration()).entries();
    for (Entry entry : entries.subList(Math.max(0, entries.size() - ENTRIES), entries.size())
        .reversed()) {
      ObjectNode json = EntryJson.json(entry);
      Optional.of(json.path("event").asText())
          .flatMap(event -> kept(store, entry.boot(), event))
          .ifPresent(evidence -> json.set("kept", evidence));
      history.add(json);
    }
    return facts;
  }

  private static Optional<ArrayNode> kept(EvidenceStore store, String boot, String event) {
    try {
      return store.has(boot, event)
          ? store.read(boot, event).map(evidence -> evidence.json())
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String text(HttpExchange exchange, String member) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_REQUEST + 1);
    try {
      return Members.of(StrictJson.parse(body, MAX_REQUEST)).string(member);
    } catch (JsonException e) {
      return "";
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    ObjectNode facts = reply.facts().deepCopy();
    boolean failed = reply.refused() || facts.path("result").asText().equals("error");
    send(exchange, failed ? 409 : 200, facts.put("text", reply.text()));
  }

  private static void send(HttpExchange exchange, int status, ObjectNode facts)
      throws IOException {
    byte[] body = facts.toString().getBytes(StandardCharsets.UTF_8);
    PageServer.secure(exchange);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  private static ObjectNode facts(String name, String value) {
    return JsonNodeFactory.instance.objectNode().put(name, value);
  }
}
