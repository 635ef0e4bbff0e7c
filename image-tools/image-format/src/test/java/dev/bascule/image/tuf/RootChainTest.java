package dev.bascule.image.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootChainTest {

  @TempDir
  Path directory;
  private final RepositoryForge forge = new RepositoryForge();
  private Device device;

  @BeforeEach
  void begin() {
    device = new Device(forge, directory);
  }

  @Test
  void followsTheChainOneVersionAtATimeWhileKeysAndThresholdsChange() throws Exception {
    ForgedKey first = forge.keys("root").getFirst();
    ForgedKey second = ForgedKey.ed25519();
    ForgedKey third = ForgedKey.ed25519();
    forge.authorise("root", 2, second, third);
    forge.keys("root").add(first);
    forge.publish("root");
    forge.authorise("root", 2, second, third);
    forge.publish("root", "root", "root");

    device.client().refresh();

    assertThat(device.versions()).containsEntry("root", 5L);
    assertThat(device.stored("root.json")).isEqualTo(forge.origin.get("metadata/5.root.json"));
    assertThat(forge.origin.requests).startsWith("metadata/2.root.json", "metadata/3.root.json",
        "metadata/4.root.json", "metadata/5.root.json", "metadata/6.root.json");
  }

  /** Whoever had the timestamp key may have made versions of the snapshot run ahead, too. */
  @Test
  void forgetsASnapshotThatRanAheadOnceTheTimestampKeyIsRevoked() throws Exception {
    forge.signed("snapshot").put("version", 99);
    forge.publish("snapshot", "timestamp");
    device.client().refresh();
    assertThat(device.versions()).containsEntry("snapshot", 100L);

    forge.authorise("timestamp", 1, ForgedKey.ed25519());
    forge.signed("snapshot").put("version", 1);
    forge.publish("root", "snapshot", "timestamp");
    device.client().refresh();

    assertThat(device.versions()).containsEntry("snapshot", 2L);
  }

  @Test
  void refusesARootThatTheOldThresholdHasNotSigned() throws Exception {
    forge.authorise("root", 1, ForgedKey.ed25519());
    forge.publish("root");

    assertRefused(NotSignedException.class);
  }

  @Test
  void refusesARootThatItsOwnThresholdHasNotSigned() throws Exception {
    ForgedKey old = forge.keys("root").getFirst();
    forge.authorise("root", 2, old, ForgedKey.ed25519());
    forge.keys("root").removeLast();
    forge.publish("root");

    assertRefused(NotSignedException.class);
  }

  @Test
  void refusesARootOfAnyVersionButTheNext() throws Exception {
    for (long version : new long[]{1, 3, 9_000_000_000_000_000_000L}) {
      forge.signed("root").put("version", version);
      forge.origin.put("metadata/2.root.json", forge.sign("root"));
      assertRefused(MismatchException.class);
    }
  }

  @Test
  void takesAMissingNextRootForTheEndOfTheChainAndAServersErrorForAnError() throws Exception {
    device.client().refresh();
    forge.origin.fail("metadata/2.root.json");

    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(UnreachableException.class)
        .hasMessageContaining("HTTP 503");
    forge.origin.mend();
    device.client().refresh();
  }

  @Test
  void takesAtMostSoManyRootsInOneCycleAndTheRestInTheNext() throws Exception {
    for (int i = 0; i < 7; i++) {
      forge.publish("root");
    }
    device.with(new Limits(512 << 10, 64 << 10, 2 << 20, 8 << 20, 5, 32, 16 << 20));

    device.client().refresh();
    assertThat(device.versions()).containsEntry("root", 6L);
    device.client().refresh();
    assertThat(device.versions()).containsEntry("root", 8L);
    assertThat(Limits.STANDARD.roots()).isEqualTo(256);
  }

  @Test
  void passesExpiredRootsOnTheWayButNotAtTheEndAndKeepsWhatItVerified() throws Exception {
    forge.expire("root", RepositoryForge.NOW);
    forge.publish("root", "timestamp");

    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(ExpiredException.class)
        .hasMessageStartingWith("root: version 2 expired at 2030-01-01T00:00:00Z, and it is 2030-");
    assertThat(device.versions()).isEqualTo(java.util.Map.of("root", 2L));

    forge.expire("root", RepositoryForge.NOW.plusSeconds(1));
    forge.publish("root");
    device.client().refresh();
    assertThat(device.versions()).containsEntry("root", 3L).containsEntry("timestamp", 2L);
  }

  @Test
  void refusesToBeginWithoutATrustAnchorThatIsSigned() throws Exception {
    byte[] anchor = forge.origin.get("metadata/1.root.json");
    String text = new String(anchor, StandardCharsets.UTF_8);
    List<String> anchors = List.of("", "{}", text.substring(1),
        text.replace("\"spec_version\" : \"1.0.34\"", "\"spec_version\" : \"1.0.35\""),
        text.replace("\"threshold\" : 1", "\"threshold\" : 0"),
        new String(forge.sign("timestamp"), StandardCharsets.UTF_8));

    for (String bad : anchors) {
      TufClient client = device.client(bad.getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(client::refresh).isInstanceOf(TrustAnchorException.class);
      assertThatThrownBy(client::trusted).isInstanceOf(TrustAnchorException.class);
    }
    assertThat(forge.origin.requests).isEmpty();
    assertThat(device.files()).isEmpty();
  }

  /** Whoever can write to the store, but not to the image, must not become the one who signs. */
  @Test
  void trustsNoRootInTheStoreThatDoesNotFollowFromTheAnchor() throws Exception {
    RepositoryForge stranger = new RepositoryForge();
    stranger.publish("root");
    Files.createDirectories(directory.resolve("root-history"));
    Files.write(directory.resolve("root.json"), stranger.sign("root"));
    Files.write(directory.resolve("root-history/2.root.json"), stranger.sign("root"));
    Files.write(directory.resolve("timestamp.json"), stranger.sign("timestamp"));

    assertThat(device.versions()).isEqualTo(java.util.Map.of("root", 1L));
    device.client().refresh();
    assertThat(device.versions()).containsEntry("root", 1L).containsEntry("timestamp", 1L);
  }

  @Test
  void fetchesTheChainAgainFromWhereItIsTorn() throws Exception {
    forge.publish("root", "root", "root");
    device.client().refresh();
    device.tear("root-history/3.root.json");

    assertThat(device.versions()).containsEntry("root", 2L);
    device.client().refresh();
    assertThat(device.versions()).containsEntry("root", 4L);
  }

  @Test
  void beginsFromANewerAnchorAfterTheImageWasUpdated() throws Exception {
    forge.publish("root", "root");
    byte[] anchor = forge.origin.get("metadata/3.root.json");
    forge.publish("root");

    device.client(anchor).refresh();

    assertThat(forge.origin.requests).startsWith("metadata/4.root.json", "metadata/5.root.json");
    assertThat(device.client(anchor).trusted().getFirst().version()).isEqualTo(4);
  }

  @Test
  void dropsBaselinesThatRanAheadWhenTheTimestampKeyIsRevoked() throws Exception {
    forge.signed("timestamp").put("version", 1_000_000);
    forge.publish("timestamp");
    device.client().refresh();
    forge.authorise("timestamp", 1, ForgedKey.ed25519());
    forge.signed("timestamp").put("version", 1);
    forge.publish("root", "timestamp");

    device.client().refresh();

    assertThat(device.versions()).containsEntry("root", 2L).containsEntry("timestamp", 2L);
  }

  @Test
  void dropsBaselinesThatRanAheadWhenTheSnapshotKeyIsRevoked() throws Exception {
    forge.signed("snapshot").put("version", 1_000_000);
    forge.signed("targets").put("version", 1_000_000);
    forge.publish("targets", "snapshot", "timestamp");
    device.client().refresh();
    forge.authorise("snapshot", 1, ForgedKey.ed25519());
    forge.signed("snapshot").put("version", 1);
    forge.signed("targets").put("version", 1);
    forge.publish("root", "targets", "snapshot", "timestamp");

    device.client().refresh();

    assertThat(device.versions()).containsEntry("snapshot", 2L).containsEntry("targets", 2L);
  }

  /** One of two keys was stolen: the other still verifies what the thief signed with both thresholds. */
  @Test
  void dropsBaselinesAlsoWhenOnlyOneOfTheKeysIsRevoked() throws Exception {
    ForgedKey stolen = ForgedKey.ed25519();
    ForgedKey kept = ForgedKey.ed25519();
    forge.authorise("timestamp", 1, stolen, kept);
    forge.publish("root");
    forge.signed("timestamp").put("version", 1_000_000);
    forge.publish("timestamp");
    device.client().refresh();
    forge.authorise("timestamp", 1, kept);
    forge.signed("timestamp").put("version", 1);
    forge.publish("root", "timestamp");

    device.client().refresh();

    assertThat(device.versions()).containsEntry("timestamp", 2L);
  }

  @Test
  void keepsTheBaselinesWhileAKeyIsOnlyAddedOrRenamed() throws Exception {
    forge.publish("timestamp");
    device.client().refresh();
    ForgedKey key = forge.keys("timestamp").getFirst();
    forge.authorise("timestamp", 1, key.underAnotherName(), ForgedKey.ed25519(), key);
    forge.signed("timestamp").put("version", 0);
    forge.publish("root", "timestamp");

    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(RollbackException.class);
  }

  @Test
  void survivesTheRootThatIntroducesAKeyItDoesNotKnow() throws Exception {
    forge.authorise("snapshot", 1, forge.keys("snapshot").getFirst());
    var future = forge.signed("root").withObjectProperty("keys").putObject("f00d");
    future.put("keytype", "slh-dsa").put("scheme", "slh-dsa-shake-256f/1").putObject("keyval");
    forge.signed("root")
        .withObjectProperty("roles")
        .withObjectProperty("snapshot")
        .withArrayProperty("keyids")
        .add("f00d");
    forge.signed("root").put("x-unknown", true);
    forge.publish("root", "snapshot", "timestamp");

    device.later(Duration.ofDays(1)).client().refresh();

    assertThat(device.versions()).containsEntry("root", 2L).containsEntry("snapshot", 2L);
  }

  private void assertRefused(Class<? extends TufException> why) throws Exception {
    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(why)
        .extracting(e -> ((TufException) e).subject())
        .isEqualTo("root");
    assertThat(device.versions()).isEqualTo(java.util.Map.of("root", 1L));
    assertThat(device.files()).isEmpty();
  }
}
