package dev.bascule.updater.hawkbit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.Version;
import dev.bascule.updater.config.HawkbitSettings;
import dev.bascule.updater.config.HawkbitSettings.Credential;
import dev.bascule.updater.hawkbit.Conversation.Orders;
import dev.bascule.updater.hawkbit.Conversation.Standing;
import dev.bascule.updater.hawkbit.CurrentServer.Stage;
import dev.bascule.updater.journal.Entry;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.Events;
import dev.bascule.updater.journal.Ledger;
import dev.bascule.updater.source.HttpLimits;
import dev.bascule.updater.source.WebClient;
import dev.bascule.updater.source.WebSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device and a hawkBit that asks before, and says what it has as installed. */
class CurrentProtocolTest {

  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
  private static final String NOT_RUNNING = "bascule_not_running";

  @TempDir
  private Path directory;
  private final List<Entry> entries = new ArrayList<>();
  private CurrentServer server;
  private WebClient web;
  private String running = "1.0.0";

  @BeforeEach
  void start() throws IOException {
    server = CurrentServer.start();
    web = new WebClient(WebSettings.of(HttpLimits.standard()));
  }

  @AfterEach
  void stop() {
    web.close();
    server.close();
  }

  @Test
  void goesFromTheQuestionToWhatIsInstalled() throws IOException {
    server.assign("7", "1.1.0");

    assertThat(ask(false).install()).as("asked first").isFalse();
    assertThat(server.stage("7")).isEqualTo(Stage.RUNS);
    assertThat(ask(false).install()).isTrue();
    boot("1.1.0");
    assertThat(ask(true).install()).as("on trial").isFalse();
    assertThat(server.stage("7")).isEqualTo(Stage.RUNS);
    happened(new Event.Confirmed(Slot.B, Events.image("1.1.0")));
    ask(false);

    assertThat(server.stage("7")).isEqualTo(Stage.SUCCEEDED);
    assertThat(server.attributes()).containsEntry("bascule_version", "1.1.0")
        .doesNotContainKey(NOT_RUNNING);
  }

  @Test
  void saysThatSomethingElseRunsThanWhatTheServerHasAsInstalled() throws IOException {
    install("7", "1.1.0");

    boot("1.0.0");
    ask(false);
    assertThat(server.attributes()).containsEntry("bascule_version", "1.0.0")
        .containsEntry(NOT_RUNNING, "1.1.0");

    install("8", "1.2.0");
    assertThat(server.attributes()).containsEntry("bascule_version", "1.2.0")
        .doesNotContainKey(NOT_RUNNING);
  }

  @Test
  void doesNotCallATrialADifference() throws IOException {
    install("7", "1.1.0");
    server.assign("8", "1.2.0");
    ask(false);
    ask(false);
    boot("1.2.0");

    ask(true);

    assertThat(server.attributes()).containsEntry("bascule_version", "1.2.0")
        .doesNotContainKey(NOT_RUNNING);
  }

  @Test
  void givesUpWhatIsCancelledAfterItAgreed() throws IOException {
    server.assign("7", "1.1.0");
    ask(false);
    ask(false);
    server.cancel("7");

    assertThat(ask(false).install()).isFalse();

    assertThat(server.stage("7")).isEqualTo(Stage.CANCELLED);
    assertThat(Memory.read(directory).errand()).isNull();
  }

  @Test
  void deniesAVersionThatIsNone() throws IOException {
    server.assign("7", "newest");

    assertThat(ask(false).install()).isFalse();

    assertThat(server.stage("7")).isEqualTo(Stage.WAITS);
    assertThat(server.details()).last().asString().contains("not a semantic version");
  }

  /** From the assignment to the confirmed boot. */
  private void install(String action, String version) throws IOException {
    server.assign(action, version);
    ask(false);
    assertThat(ask(false).install()).isTrue();
    boot(version);
    happened(new Event.Confirmed(Slot.B, Events.image(version)));
    ask(false);
    assertThat(server.stage(action)).isEqualTo(Stage.SUCCEEDED);
  }

  private void boot(String version) {
    running = version;
  }

  private void happened(Event event) {
    entries.add(new Entry(entries.size() + 1L, NOW, "boot", event));
  }

  private Orders ask(boolean trial) throws IOException {
    HawkbitSettings settings = new HawkbitSettings(server.url(), "DEFAULT", "dev-1",
        Credential.TARGET, Path.of("/token"), "board");
    return new Conversation(new HawkbitClient(settings, "secret", web, () -> NOW), "board",
        directory, directory, () -> NOW)
        .ask(new Standing(Ledger.of(entries), Version.parse(running), trial,
            new TreeMap<>(Map.of("bascule_version", running))), Optional::empty);
  }
}
