package dev.bascule.image.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of a server that can say that nothing has changed. */
final class TimestampPollTest {

  private static final String UNCHANGED = "unchanged metadata/timestamp.json";
  private static final String TIMESTAMP = "metadata/timestamp.json";
  private static final String ROOT = "metadata/2.root.json";

  @TempDir
  Path directory;
  private final RepositoryForge forge = new RepositoryForge();
  private Device device;

  @BeforeEach
  void begin() throws Exception {
    forge.origin.giveTags();
    forge.delegate("targets", "edge", false, "edge/*");
    forge.addTarget("edge", "edge/file", "content");
    forge.publish("edge", "targets", "snapshot", "timestamp");
    device = new Device(forge, directory.resolve("tuf"));
    assertThat(device.fetch("edge/file")).isEqualTo("content");
  }

  @Test
  void isOneAnswerWithoutABodyWhereNothingIsNew() throws Exception {
    assertThat(device.requestsOfRefresh()).containsExactly(UNCHANGED);

    assertThat(device.client().refresh().changed()).isFalse();
    forge.origin.requests.clear();
    assertThat(device.fetch("edge/file")).isEqualTo("content");
    assertThat(forge.origin.requests).first().isEqualTo(UNCHANGED);
    assertThat(forge.origin.requests).noneMatch(path -> path.startsWith("metadata/"));
  }

  @Test
  void readsANewTimestampOnce() throws Exception {
    forge.publish("timestamp");

    assertThat(device.requestsOfRefresh()).containsExactly(TIMESTAMP, ROOT);
    assertThat(device.requestsOfRefresh()).containsExactly(UNCHANGED);
  }

  @Test
  void hearsOfANewRootADayLater() throws Exception {
    forge.publish("root");
    assertThat(device.later(Duration.ofHours(23)).requestsOfRefresh()).containsExactly(UNCHANGED);
    assertThat(device.versions()).containsEntry("root", 1L);

    assertThat(device.later(Duration.ofHours(1)).requestsOfRefresh())
        .containsExactly(ROOT, "metadata/3.root.json", TIMESTAMP);
    assertThat(device.versions()).containsEntry("root", 2L);
    assertThat(device.later(Duration.ofHours(23)).requestsOfRefresh()).containsExactly(UNCHANGED);
  }

  @Test
  void makesAWholeCycleWhereTheClockWasAheadAtTheLast() throws Exception {
    assertThat(device.later(Duration.ofHours(-1)).requestsOfRefresh())
        .containsExactly(ROOT, TIMESTAMP);
    assertThat(device.requestsOfRefresh()).containsExactly(UNCHANGED);
  }

  @Test
  void hearsOfANewRootWithTheNextTimestamp() throws Exception {
    forge.publish("root");
    forge.publish("timestamp");
    assertThat(device.requestsOfRefresh())
        .containsExactly(TIMESTAMP, ROOT, "metadata/3.root.json", TIMESTAMP);
    assertThat(device.versions()).containsEntry("root", 2L);
  }

  @Test
  void stopsBelievingThatNothingIsNewWhenTheTimestampExpires() throws Exception {
    device.later(Duration.ofDays(31))
        .later(Duration.ofHours(-1))
        .client()
        .refresh(Expiry.OVERRIDDEN);
    forge.origin.requests.clear();

    assertThatThrownBy(() -> device.later(Duration.ofHours(1)).client().refresh())
        .isInstanceOf(ExpiredException.class);
    assertThat(forge.origin.requests).containsExactly(UNCHANGED, ROOT);
  }

  @Test
  void saysWhatItTookThoughExpiredWhereSomeoneOverridesThat() throws Exception {
    device.later(Duration.ofDays(31));
    TufClient client = device.client();

    client.refresh(Expiry.OVERRIDDEN);

    assertThat(client.overridden()).extracting(TrustedRole::name).contains("timestamp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp.json", "timestamp.tag"})
  void asksUnderNoConditionWhereWhatItHoldsIsTorn(String file) throws Exception {
    device.tear(file);

    assertThat(device.requestsOfRefresh()).containsExactly(ROOT, TIMESTAMP);
    assertThat(device.requestsOfRefresh()).containsExactly(UNCHANGED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"snapshot.json", "targets.json"})
  void fetchesAnewWhatIsTornOfTheRest(String file) throws Exception {
    device.tear(file);

    assertThat(device.requestsOfRefresh()).hasSize(2).startsWith(UNCHANGED);
    assertThat(device.requestsOfRefresh()).containsExactly(UNCHANGED);
  }

  @Test
  void believesNoTagThatIsOfAnotherTimestamp() throws Exception {
    String tag = new String(device.stored("timestamp.tag"), UTF_8);
    forge.origin.requests.clear();
    forge.publish("timestamp");
    device.client().refresh();
    Files.writeString(device.directory.resolve("timestamp.tag"), tag);

    assertThat(device.requestsOfRefresh()).containsExactly(ROOT, TIMESTAMP);
  }

  @Test
  void needsNoRoomForTheTag() throws Exception {
    Files.delete(device.directory.resolve("timestamp.tag"));
    Files.createDirectories(device.directory.resolve("timestamp.tag.new/in-the-way"));

    assertThat(device.client().refresh().roles()).hasSize(4);
    assertThat(device.requestsOfRefresh()).containsExactly(ROOT, TIMESTAMP);
  }

  @Test
  void isNotDeceivedByAServerThatSaysItOfEverything() throws Exception {
    Map<String, Long> before = device.versions();
    forge.origin.put(TIMESTAMP, "no metadata".getBytes(UTF_8));
    forge.origin.requests.clear();

    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(MalformedException.class);
    assertThat(forge.origin.requests).isEqualTo(List.of(TIMESTAMP, ROOT));
    assertThat(device.versions()).isEqualTo(before);
  }
}
