package dev.bascule.image.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileFilesTest {

  @TempDir
  Path directory;
  private final RepositoryForge forge = new RepositoryForge();
  private Device device;

  @BeforeEach
  void begin() throws Exception {
    device = new Device(forge, directory);
    device.client().refresh();
    forge.publish("root", "targets", "snapshot", "timestamp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "timestamp", "snapshot", "targets"})
  void cutsMetadataThatNeverEnds(String role) throws Exception {
    forge.origin.neverEnd(forge.path(role));

    assertRefused(role, MismatchException.class);
  }

  @Test
  void cutsMetadataAtItsSignedLength() throws Exception {
    forge.listHashes().publish("targets", "snapshot", "timestamp");
    forge.origin.neverEnd(forge.path("targets"));

    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(MismatchException.class)
        .hasMessage("targets: length: expected at most "
            + forge.listing("targets").get("length") + " bytes, found more");
  }

  @Test
  void refusesASignedLengthBeyondWhatItReadsIntoMemory() throws Exception {
    forge.listing("targets").put("length", 1L << 40);
    forge.publish("snapshot", "timestamp");

    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(MismatchException.class)
        .hasMessageStartingWith("targets: listed length: expected at most 8388608 bytes");
  }

  @Test
  void fetchesAgainWhatItHoldsOfTheListedVersionWithAnotherHash() throws Exception {
    forge.listHashes().publish("targets", "snapshot", "timestamp");
    device.client().refresh();
    forge.signed("targets").put("x-note", "another");
    forge.publishAgain("targets").publish("snapshot", "timestamp");

    device.client().refresh();

    assertThat(device.stored("targets.json")).isEqualTo(forge.origin.get(forge.path("targets")));
  }

  @Test
  void readsASignedLengthUpToTheLimitAndNotOneMore() throws Exception {
    forge.signed("targets").put("x-note", "n".repeat(3000));
    forge.listHashes().publish("targets", "snapshot", "timestamp");
    int length = forge.origin.get(forge.path("targets")).length;

    assertThatThrownBy(() -> device.with(limits(2 << 20, length - 1)).client().refresh())
        .isInstanceOf(MismatchException.class)
        .hasMessageStartingWith("targets: listed length: expected at most ");
    device.with(limits(2 << 20, length)).client().refresh();
    assertThat(device.versions()).containsEntry("targets", 2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"snapshot", "targets"})
  void readsMetadataWithoutASignedLengthUpToItsRolesLimit(String role) throws Exception {
    int length = forge.origin.get(forge.path(role)).length;
    boolean snapshot = role.equals("snapshot");
    Limits tight = limits(snapshot ? length - 1 : 2 << 20, snapshot ? 8 << 20 : length - 1);
    Limits fitting = limits(snapshot ? length : 2 << 20, snapshot ? 8 << 20 : length);

    assertThatThrownBy(() -> device.with(tight).client().refresh())
        .isInstanceOf(MismatchException.class)
        .hasMessage(role + ": length: expected at most " + (length - 1) + " bytes, found more");
    device.with(fitting).client().refresh();
  }

  private static Limits limits(int snapshot, int targets) {
    return new Limits(512 << 10, 64 << 10, snapshot, targets, 256, 32, 16 << 20);
  }

  @Test
  void cutsATargetThatNeverEndsAtItsSignedLength() throws Exception {
    forge.addTarget("targets", "file", "content");
    forge.publish("targets", "snapshot", "timestamp");
    TufClient client = device.client();
    client.refresh();
    Target target = client.find("file").orElseThrow();
    forge.origin.neverEnd("targets/" + target.repositoryPath());

    assertThatThrownBy(() -> client.fetch(target)).isInstanceOf(MismatchException.class)
        .hasMessage("file: length: expected at most 7 bytes, found more");
  }

  @Test
  void readsNoTargetIntoMemoryThatIsSignedToBeHuge() throws Exception {
    forge.addTarget("targets", "file", "content");
    forge.signed("targets")
        .withObjectProperty("targets")
        .withObjectProperty("file")
        .put("length", 1L << 40);
    forge.publish("targets", "snapshot", "timestamp");
    TufClient client = device.client();
    client.refresh();
    Target target = client.find("file").orElseThrow();

    assertThat(target.length()).isEqualTo(1L << 40);
    assertThatThrownBy(() -> client.fetch(target)).isInstanceOf(MismatchException.class);
  }

  @Test
  void refusesATargetThatWasCutOrChangedAndFetchesItOnceItIsRight() throws Exception {
    forge.addTarget("targets", "file", "content");
    forge.publish("targets", "snapshot", "timestamp");
    TufClient client = device.client();
    client.refresh();
    Target target = client.find("file").orElseThrow();
    String path = "targets/" + target.repositoryPath();

    for (String wrong : new String[]{"", "conten", "c0ntent", "contents"}) {
      forge.origin.put(path, wrong.getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> client.fetch(target)).isInstanceOf(MismatchException.class);
    }
    forge.origin.remove(path);
    assertThatThrownBy(() -> client.fetch(target)).isInstanceOf(UnreachableException.class);
    forge.origin.put(path, "content".getBytes(StandardCharsets.UTF_8));
    assertThat(client.fetch(target)).asString().isEqualTo("content");
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "timestamp", "snapshot", "targets"})
  void refusesMetadataThatWasChangedAfterSigning(String role) throws Exception {
    String honest = new String(forge.sign(role), StandardCharsets.UTF_8);
    forge.serve(role, honest.replace("\"1.0.34\"", "\"1.0.33\"").getBytes(StandardCharsets.UTF_8));

    assertRefused(role, NotSignedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "timestamp", "snapshot", "targets"})
  void refusesMetadataThatIsSignedByAnotherRolesKey(String role) throws Exception {
    forge.keys(role).clear();
    forge.keys(role).addAll(forge.keys(role.equals("snapshot") ? "targets" : "snapshot"));
    forge.publishAgain(role);

    assertRefused(role, NotSignedException.class);
  }

  @ParameterizedTest
  @CsvSource({"root, timestamp", "timestamp, snapshot", "snapshot, targets", "targets, root"})
  void refusesOneRolesMetadataInPlaceOfAnothers(String role, String other) throws Exception {
    forge.serve(role, RepositoryForge.sign(forge.signed(other), forge.keys(role)));

    assertRefused(role, MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"snapshot", "targets"})
  void refusesMetadataOfAnotherVersionThanListed(String role) throws Exception {
    forge.signed(role).put("version", 9);
    byte[] other = forge.sign(role);
    forge.signed(role).put("version", 2);
    forge.serve(role, other);

    assertRefused(role, MismatchException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"snapshot", "targets"})
  void refusesMetadataOfTheListedVersionWithAnotherHash(String role) throws Exception {
    forge.listHashes().publish("targets", "snapshot", "timestamp");
    forge.expire(role, RepositoryForge.NOW.plus(Duration.ofDays(31)));
    forge.serve(role, forge.sign(role));

    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(MismatchException.class)
        .hasMessageStartingWith(role + ": sha256: expected ");
    assertThat(device.versions()).containsEntry(role, 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"snapshot", "targets"})
  void refusesMetadataThatIsShorterThanListed(String role) throws Exception {
    forge.signed(role).put("x-note", "longer");
    forge.listHashes().publish("targets", "snapshot", "timestamp");
    forge.signed(role).remove("x-note");
    forge.serve(role, forge.sign(role));

    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(MismatchException.class)
        .hasMessageStartingWith(role + ": length: expected ");
    assertThat(device.versions()).containsEntry(role, 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "snapshot", "targets"})
  void reportsMetadataThatIsMissingAndGoesOnOnceItIsThere(String role) throws Exception {
    byte[] file = forge.origin.get(forge.path(role));
    forge.origin.remove(forge.path(role));
    assertRefused(role, UnreachableException.class);

    forge.origin.put(forge.path(role), file);
    device.client().refresh();
    assertThat(device.versions()).containsEntry(role, 2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {
      "", "[]", "null", "{}", "{\"signed\":{},\"signatures\":[]}",
      "{\"signed\":null,\"signatures\":null}",
      "\"signed\"", "{\"signatures\":[]}"
  })
  void refusesWhatIsNotMetadataAtAll(String file) throws Exception {
    for (String role : Root.TOP_LEVEL) {
      byte[] honest = forge.origin.get(forge.path(role));
      forge.serve(role, file.getBytes(StandardCharsets.UTF_8));
      assertRefused(role, MalformedException.class);
      forge.serve(role, honest);
    }
  }

  /** A timestamp is persisted, but the snapshot's own checks come first and nothing is half stored. */
  @Test
  void persistsEachRoleOnlyAfterItsOwnChecks() throws Exception {
    forge.signed("snapshot")
        .withObjectProperty("meta")
        .withObjectProperty("targets.json")
        .put("version", 0);
    forge.publish("snapshot", "timestamp");

    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(MalformedException.class);
    assertThat(device.versions())
        .isEqualTo(Map.of("root", 2L, "timestamp", 3L, "snapshot", 1L, "targets", 1L));
    forge.publish("targets", "snapshot", "timestamp");
    device.client().refresh();
    assertThat(device.versions()).containsEntry("snapshot", 4L).containsEntry("targets", 3L);
  }

  private void assertRefused(String role, Class<? extends TufException> why) throws Exception {
    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(why)
        .extracting(e -> ((TufException) e).subject())
        .isEqualTo(role);
    assertThat(device.versions()).containsEntry(role, 1L);
  }
}
