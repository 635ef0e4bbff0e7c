package dev.bascule.image.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RollbackTest {

  @TempDir
  Path directory;
  private final RepositoryForge forge = new RepositoryForge();
  private Device device;

  @BeforeEach
  void seeVersionFive() throws Exception {
    device = new Device(forge, directory);
    forge.delegate("targets", "edge", false, "*");
    forge.publish("edge", "edge");
    for (int i = 0; i < 4; i++) {
      forge.publish("targets", "snapshot", "timestamp");
    }
    device.client().refresh();
    assertThat(device.versions()).isEqualTo(
        Map.of("root", 1L, "timestamp", 5L, "snapshot", 5L, "targets", 5L));
  }

  @Test
  void refusesAnOlderTimestamp() throws Exception {
    forge.signed("timestamp").put("version", 3);
    forge.publish("timestamp");

    assertRolledBack("timestamp", 5, 4L);
  }

  @Test
  void refusesANewerTimestampThatListsAnOlderSnapshotAndDoesNotStoreIt() throws Exception {
    forge.signed("snapshot").put("version", 3);
    forge.publish("snapshot", "timestamp");

    assertRolledBack("timestamp", 5, 4L);
    assertThat(device.versions()).containsEntry("timestamp", 5L);

    forge.publish("snapshot", "snapshot", "timestamp");
    device.client().refresh();
    assertThat(device.versions()).containsEntry("timestamp", 7L).containsEntry("snapshot", 6L);
  }

  @Test
  void refusesASnapshotThatListsAnOlderTargetsRole() throws Exception {
    forge.signed("targets").put("version", 3);
    forge.publish("targets", "snapshot", "timestamp");

    assertRolledBack("snapshot", 5, 4L);
    assertThat(device.versions()).containsEntry("snapshot", 5L);
  }

  @Test
  void refusesASnapshotThatListsAnOlderDelegatedRoleThoughItNeverFetchedIt() throws Exception {
    forge.signed("edge").put("version", 0);
    forge.publish("edge", "snapshot", "timestamp");

    assertRolledBack("snapshot", 2, 1L);
  }

  @Test
  void refusesASnapshotThatLeavesOutARole() throws Exception {
    forge.signed("snapshot").withObjectProperty("meta").remove("edge.json");
    forge.publish("snapshot", "timestamp");

    assertRolledBack("snapshot", 2, null);
  }

  @Test
  void recoversAsSoonAsTheRepositoryGoesForwardAgain() throws Exception {
    forge.signed("targets").put("version", 3);
    forge.publish("targets", "snapshot", "timestamp");
    assertRolledBack("snapshot", 5, 4L);

    forge.signed("targets").put("version", 5);
    forge.publish("targets", "snapshot", "timestamp");
    device.client().refresh();

    assertThat(device.versions()).containsEntry("targets", 6L);
  }

  @Test
  void keepsTheTimestampItHasWhenAnotherOneOfTheSameVersionIsServed() throws Exception {
    byte[] kept = device.stored("timestamp.json");
    forge.signed("timestamp").put("x-note", "changed");
    forge.listing("snapshot").put("version", 100);
    forge.serve("timestamp", forge.sign("timestamp"));

    assertThat(device.requestsOfRefresh())
        .containsExactly("metadata/2.root.json", "metadata/timestamp.json");
    assertThat(device.stored("timestamp.json")).isEqualTo(kept);
  }

  @Test
  void takesExpiredLocalMetadataForABaselineStill() throws Exception {
    device.later(Duration.ofDays(31));
    for (String role : Root.TOP_LEVEL) {
      forge.expire(role, RepositoryForge.NOW.plus(Duration.ofDays(60)));
    }
    forge.signed("snapshot").put("version", 3);
    forge.publish("root", "snapshot", "timestamp");

    assertRolledBack("timestamp", 5, 4L);

    forge.signed("snapshot").put("version", 5);
    forge.signed("targets").put("version", 2);
    forge.publish("targets", "snapshot", "timestamp");
    assertRolledBack("snapshot", 5, 3L);

    forge.signed("targets").put("version", 5);
    forge.publish("targets", "snapshot", "timestamp");
    device.client().refresh();
    assertThat(device.versions()).containsEntry("targets", 6L);
  }

  @Test
  void fallsBackToTheSnapshotForABaselineWhenTheTimestampIsTorn() throws Exception {
    device.tear("timestamp.json");
    forge.signed("snapshot").put("version", 3);
    forge.publish("snapshot", "timestamp");

    assertRolledBack("timestamp", 5, 4L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp.json", "snapshot.json", "targets.json"})
  void fetchesTornLocalMetadataAgain(String name) throws Exception {
    byte[] whole = device.stored(name);
    device.tear(name);

    device.client().refresh();

    assertThat(device.stored(name)).isEqualTo(whole);
  }

  @Test
  void fetchesAllAgainWhenAllIsTorn() throws Exception {
    for (String name : device.files()) {
      device.tear(name);
    }

    device.client().refresh();

    assertThat(device.versions()).hasSize(4);
  }

  private void assertRolledBack(String role, long trusted,
      @org.jspecify.annotations.Nullable Long offered) {
    assertThatThrownBy(() -> device.client().refresh()).isInstanceOfSatisfying(
        RollbackException.class, e -> {
          assertThat(e.subject()).isEqualTo(role);
          assertThat(e.trusted()).isEqualTo(trusted);
          assertThat(e.offered()).isEqualTo(offered);
        });
  }
}
