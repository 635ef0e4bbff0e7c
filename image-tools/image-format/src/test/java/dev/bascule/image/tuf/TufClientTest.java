package dev.bascule.image.tuf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.DirectoryOrigin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TufClientTest {

  @TempDir
  Path directory;
  private final RepositoryForge forge = new RepositoryForge();
  private Device device;

  @BeforeEach
  void begin() {
    device = new Device(forge, directory.resolve("tuf"));
  }

  @Test
  void refreshesTheTopLevelRolesInTheirOrder() throws Exception {
    Refresh refresh = device.client().refresh();

    assertThat(refresh.changed()).isTrue();
    assertThat(refresh.roles()).extracting(TrustedRole::name)
        .containsExactly("root", "timestamp", "snapshot", "targets");
    assertThat(refresh.roles()).extracting(TrustedRole::expires)
        .containsOnly(RepositoryForge.NOW.plus(Duration.ofDays(30)));
    assertThat(forge.origin.requests).containsExactly("metadata/2.root.json",
        "metadata/timestamp.json", "metadata/1.snapshot.json", "metadata/1.targets.json");
  }

  @Test
  void fetchesNothingAgainThatItHoldsAtTheListedVersion() throws Exception {
    device.client().refresh();

    assertThat(device.requestsOfRefresh())
        .containsExactly("metadata/2.root.json", "metadata/timestamp.json");
    assertThat(device.client().refresh().changed()).isFalse();

    forge.publish("timestamp");
    assertThat(device.requestsOfRefresh())
        .containsExactly("metadata/2.root.json", "metadata/timestamp.json");

    forge.publish("snapshot", "timestamp");
    assertThat(device.requestsOfRefresh()).containsExactly("metadata/2.root.json",
        "metadata/timestamp.json", "metadata/2.snapshot.json");
    assertThat(device.versions()).isEqualTo(
        Map.of("root", 1L, "timestamp", 3L, "snapshot", 2L, "targets", 1L));
  }

  @Test
  void storesMetadataByteForByteAsReceived() throws Exception {
    byte[] odd = (new String(forge.sign("timestamp"), java.nio.charset.StandardCharsets.UTF_8)
        .replace("\n", " \r\n\t") + "\n\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    forge.serve("timestamp", odd);

    device.client().refresh();

    assertThat(device.stored("timestamp.json")).isEqualTo(odd);
    assertThat(device.files()).containsExactly("snapshot.json", "targets.json", "timestamp.json");
  }

  @Test
  void findsAndFetchesATarget() throws Exception {
    forge.addTarget("targets", "edge/catalog.json", "a catalogue");
    forge.publish("targets", "snapshot", "timestamp");

    TufClient client = device.client();
    client.refresh();
    Target target = client.find("edge/catalog.json").orElseThrow();

    assertThat(target.role()).isEqualTo("targets");
    assertThat(target.length()).isEqualTo(11);
    assertThat(target.repositoryPath())
        .isEqualTo("edge/" + target.sha256().orElseThrow() + ".catalog.json");
    assertThat(client.fetch(target)).asString().isEqualTo("a catalogue");
    assertThat(target.isOf("a catalogue".getBytes(UTF_8))).isTrue();
    assertThat(target.isOf("A catalogue".getBytes(UTF_8))).isFalse();
    assertThat(target.isOf("a catalogue!".getBytes(UTF_8))).isFalse();
    assertThat(client.find("edge/other.json")).isEmpty();
  }

  @Test
  void readsATargetFromTheOriginThatTargetsHaveOfTheirOwn() throws Exception {
    forge.addTarget("targets", "a/b", "content");
    forge.publish("targets", "snapshot", "timestamp");
    TufClient client = device.client();
    client.refresh();
    Target target = client.find("a/b").orElseThrow();
    DirectoryOrigin empty = new DirectoryOrigin(directory);
    DirectoryOrigin targets = new DirectoryOrigin(Files.createDirectories(
        directory.resolve("targets")));
    Files.createDirectories(directory.resolve("targets/a"));
    Files.writeString(directory.resolve("targets").resolve(target.repositoryPath()), "content");

    try (Body body = Repository.at(empty, targets).openTarget(target, 3).orElseThrow()) {
      assertThat(body.stream().readAllBytes()).asString(UTF_8).isEqualTo("tent");
    }
    try (Body body = Repository.at(empty).openTarget(target, 3).orElseThrow()) {
      assertThat(body.stream().readAllBytes()).asString(UTF_8).isEqualTo("tent");
    }
    assertThat(Repository.at(targets, empty).openTarget(target, 0)).isEmpty();
  }

  @Test
  void readsARepositoryWithoutConsistentSnapshots() throws Exception {
    forge.signed("root").put("consistent_snapshot", false);
    forge.addTarget("targets", "a/b", "content");
    forge.publish("root", "targets", "snapshot", "timestamp");

    assertThat(device.fetch("a/b")).isEqualTo("content");
    assertThat(forge.origin.requests).containsExactly(
        "metadata/2.root.json", "metadata/3.root.json", "metadata/timestamp.json",
        "metadata/snapshot.json", "metadata/targets.json", "targets/a/b");
  }

  @Test
  void findsNothingBeforeARefreshHasSucceeded() throws Exception {
    TufClient client = device.client();
    assertThatThrownBy(() -> client.find("a")).isInstanceOf(IllegalStateException.class);

    client.refresh();
    forge.origin.fail("metadata/timestamp.json");
    assertThatThrownBy(client::refresh).isInstanceOf(UnreachableException.class);
    assertThatThrownBy(() -> client.find("a")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void tellsWhatItTrustsWithoutAskingTheRepository() throws Exception {
    assertThat(device.versions()).isEqualTo(Map.of("root", 1L));
    device.client().refresh();
    forge.origin.requests.clear();

    assertThat(device.later(Duration.ofDays(400)).versions()).isEqualTo(
        Map.of("root", 1L, "timestamp", 1L, "snapshot", 1L, "targets", 1L));
    assertThat(forge.origin.requests).isEmpty();
  }

  @Test
  void worksWhileTheStoreIsADirectoryOfSomeoneElsesFiles() throws Exception {
    Files.createDirectories(device.directory);
    Files.writeString(device.directory.resolve("timestamp.json.new"), "left behind");
    Files.createSymbolicLink(device.directory.resolve("snapshot.json.new"),
        directory.resolve("victim"));
    Files.writeString(directory.resolve("victim"), "untouched");

    device.client().refresh();

    assertThat(directory.resolve("victim")).hasContent("untouched");
    assertThat(device.versions()).hasSize(4);
  }
}
