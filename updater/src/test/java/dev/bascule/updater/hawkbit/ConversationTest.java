package dev.bascule.updater.hawkbit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bascule.bootctl.Slot;
import dev.bascule.image.Version;
import dev.bascule.updater.config.HawkbitSettings;
import dev.bascule.updater.config.HawkbitSettings.Credential;
import dev.bascule.updater.hawkbit.Conversation.Orders;
import dev.bascule.updater.hawkbit.Conversation.Standing;
import dev.bascule.updater.journal.Entry;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.Events;
import dev.bascule.updater.journal.FallBackReason;
import dev.bascule.updater.journal.Ledger;
import dev.bascule.updater.source.HttpLimits;
import dev.bascule.updater.source.WebClient;
import dev.bascule.updater.source.WebSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device and a server that follows the current description of the DDI, or does not. */
class ConversationTest {

  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
  private static final String OWN = "/DEFAULT/controller/v1/dev-1";
  private static final String DEPLOYMENT = """
    {"id": "7", "deployment": {"download": "forced", "update": "%s",
     "chunks": [{"part": "os", "name": "board", "version": "%s", "artifacts": []}]}}""";

  @TempDir
  private Path directory;
  private final Map<String, String> documents = new ConcurrentHashMap<>();
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final List<Entry> entries = new ArrayList<>();
  private HttpServer server;
  private WebClient web;
  private Version running = Version.parse("1.0.0");
  private volatile int answerToPosts = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    web = new WebClient(WebSettings.of(HttpLimits.standard()));
  }

  @AfterEach
  void stop() {
    web.close();
    server.stop(0);
  }

  @Test
  void keepsTheActionOverARestartAndClosesItAfterTheConfirmedBoot() throws IOException {
    offer("deploymentBase", "7");
    documents.put(OWN + "/deploymentBase/7", DEPLOYMENT.formatted("attempt", "1.1.0"));

    assertThat(ask(false))
        .isEqualTo(new Orders(true, true, "hawkBit says to wait with the update"));
    running = Version.parse("1.1.0");
    assertThat(ask(true).install()).as("on trial").isFalse();
    assertThat(told)
        .noneMatch(line -> line.contains("closed\",\"result\":{\"finished\":\"success\"")
            && line.contains("deploymentBase"));
    happened(new Event.Confirmed(Slot.B, Events.image("1.1.0")));
    ask(false);

    assertThat(told).anyMatch(line -> line.startsWith("POST " + OWN
        + "/deploymentBase/7/feedback {\"id\":\"7\",\"time\":\"20270101T000000\",\"timestamp\":1798761600000,"
        + "\"status\":{\"execution\":\"closed\",\"result\":{\"finished\":\"success\"}")
        && line.contains("wanted 1.1.0, came from 1.0.0, runs 1.1.0"));
  }

  @Test
  void closesTheActionAsFailedAfterAFallBack() throws IOException {
    offer("deploymentBase", "7");
    documents.put(OWN + "/deploymentBase/7", DEPLOYMENT.formatted("forced", "1.1.0"));
    ask(false);
    happened(new Event.FellBack(Slot.B, Slot.A, Events.image("1.1.0"),
        FallBackReason.TRIES_USED_UP, "it hung"));

    assertThat(ask(false).install()).isFalse();

    assertThat(told).anyMatch(line -> line.contains("\"finished\":\"failure\"")
        && line.contains("fell back from 1.1.0 in slot B to 1.0.0 in slot A (tries used up)")
        && line.contains("evidence: it hung"));
  }

  @Test
  void doesNotCountWhatHappenedBeforeTheAction() throws IOException {
    happened(new Event.FellBack(Slot.B, Slot.A, Events.image("1.1.0"),
        FallBackReason.TRIES_USED_UP, "long ago"));
    offer("deploymentBase", "7");
    documents.put(OWN + "/deploymentBase/7", DEPLOYMENT.formatted("forced", "1.2.0"));

    assertThat(ask(false).install()).isTrue();
    assertThat(ask(false).install()).isTrue();
  }

  @Test
  void forgetsAnActionThatTheServerHasForgotten() throws IOException {
    offer("deploymentBase", "7");
    documents.put(OWN + "/deploymentBase/7", DEPLOYMENT.formatted("forced", "1.1.0"));
    ask(false);
    running = Version.parse("1.1.0");
    documents.put(OWN, "{}");
    answerToPosts = 500;
    assertThatIOException().isThrownBy(() -> ask(false)).withMessageContaining("answered 500");
    assertThat(Memory.read(directory).errand()).as("told again later").isNotNull();

    answerToPosts = 410;
    assertThat(ask(false).install()).isFalse();
    assertThat(Memory.read(directory).errand()).isNull();
  }

  @Test
  void waitsWhereTheServerSaysSo() throws IOException {
    offer("deploymentBase", "7");
    documents.put(OWN + "/deploymentBase/7", DEPLOYMENT.formatted("skip", "1.1.0"));

    Orders orders = ask(false);

    assertThat(orders.install()).isTrue();
    assertThat(orders.activate()).isFalse();
  }

  @Test
  void agreesToAnActionThatAsksForItsWord() throws IOException {
    offer("confirmationBase", "7");
    documents.put(OWN + "/confirmationBase/7", """
      {"id": "7", "confirmation": {"download": "forced", "update": "forced",
       "chunks": [{"part": "os", "name": "board", "version": "1.1.0", "artifacts": []}]}}""");

    assertThat(ask(false).install()).isFalse();

    assertThat(told).anyMatch(line -> line.startsWith("POST " + OWN
        + "/confirmationBase/7/feedback {\"confirmation\":\"confirmed\",\"code\":1,"));
  }

  @Test
  void refusesAVersionThatIsNone() throws IOException {
    offer("deploymentBase", "7");
    documents.put(OWN + "/deploymentBase/7", DEPLOYMENT.formatted("forced", "../../1"));

    assertThat(ask(false).install()).isFalse();

    assertThat(told).anyMatch(line -> line.contains("\"finished\":\"failure\"")
        && line.contains("not a semantic version"));
  }

  @Test
  void followsNoLinkToAnotherServer() {
    documents.put(OWN, """
      {"config": {"polling": {"sleep": "00:01:00"}},
       "_links": {"deploymentBase": {"href": "http://elsewhere.example/x/deploymentBase/7"}}}""");

    assertThatIOException().isThrownBy(() -> ask(false))
        .withMessageContaining("expected a link to the same server")
        .withMessageContaining("elsewhere.example");
  }

  @Test
  void saysWhatIsWrongWithAnAnswer() {
    documents.put(OWN, "{\"config\": {\"polling\": {\"sleep\": \"soon\"}}}");

    assertThatIOException().isThrownBy(() -> ask(false))
        .withMessageContaining("config.polling.sleep: expected hours, minutes and seconds");
  }

  @Test
  void takesAMemoryThatIsTornForNone() throws IOException {
    Files.writeString(directory.resolve("hawkbit.json"), "{\"descr");

    assertThat(Memory.read(directory)).isEqualTo(new Memory(null, ""));
  }

  @Test
  void believesNoServerThatAsksForMoreThanADay() throws IOException {
    documents.put(OWN, "{\"config\": {\"polling\": {\"sleep\": \"900:00:00\"}}}");
    ask(false);

    PollTime time = PollTime.read(directory).orElseThrow();
    assertThat(time.sleep()).isEqualTo(Duration.ofDays(1));
    assertThat(time.due(NOW.plus(Duration.ofHours(23)))).isFalse();
    assertThat(time.due(NOW.plus(Duration.ofHours(24)))).isTrue();
    assertThat(time.due(NOW.minusSeconds(1))).as("the clock was set back").isTrue();
  }

  private Orders ask(boolean trial) throws IOException {
    HawkbitSettings settings = new HawkbitSettings(url(), "DEFAULT", "dev-1", Credential.TARGET,
        Path.of("/token"), "board");
    return new Conversation(new HawkbitClient(settings, "secret", web, () -> NOW), "board",
        directory, directory, () -> NOW)
        .ask(new Standing(Ledger.of(entries), running, trial,
            new TreeMap<>(Map.of("bascule_version", running.toString()))), Optional::empty);
  }

  private void offer(String name, String action) {
    documents.put(OWN, """
      {"config": {"polling": {"sleep": "00:01:00"}}, "_links": {"%s": {"href": "%s"}}}"""
        .formatted(name, url() + OWN.substring(1) + "/" + name + "/" + action + "?c=12"));
  }

  private void happened(Event event) {
    entries.add(new Entry(entries.size() + 1L, NOW, "boot", event));
  }

  private URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    String document = documents.getOrDefault(path, "");
    boolean known = "TargetToken secret".equals(authorization);
    if (!exchange.getRequestMethod().equals("GET")) {
      told.add(exchange.getRequestMethod() + " " + path + " "
          + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }
    byte[] body = document.getBytes(StandardCharsets.UTF_8);
    int status = exchange.getRequestMethod().equals("POST") ? answerToPosts : 200;
    exchange.sendResponseHeaders(known ? status : 401, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
