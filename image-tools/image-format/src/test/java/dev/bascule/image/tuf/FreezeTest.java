package dev.bascule.image.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.json.UtcSecond;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreezeTest {

  private static final Instant NOW = RepositoryForge.NOW;

  @TempDir
  Path directory;
  private final RepositoryForge forge = new RepositoryForge();
  private Device device;

  @BeforeEach
  void begin() {
    device = new Device(forge, directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "snapshot", "targets"})
  void refusesAndDoesNotStoreNewMetadataThatIsExpired(String role) throws Exception {
    device.client().refresh();
    forge.expire(role, NOW);
    forge.publish("targets", "snapshot", "timestamp");

    assertThatThrownBy(() -> device.client().refresh()).isInstanceOfSatisfying(
        ExpiredException.class, e -> {
          assertThat(e.subject()).isEqualTo(role);
          assertThat(e.version()).isEqualTo(2);
          assertThat(e.expires()).isEqualTo(NOW);
          assertThat(e.now()).isEqualTo(NOW);
        });
    assertThat(device.versions()).containsEntry(role, 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "timestamp", "snapshot", "targets"})
  void noticesThatWhatItHoldsHasExpiredMeanwhile(String role) throws Exception {
    Instant sooner = NOW.plus(Duration.ofDays(5));
    forge.expire(role, sooner);
    forge.publish("root", "targets", "snapshot", "timestamp");
    device.client().refresh();

    device.at(sooner.minusSeconds(1)).client().refresh();
    assertThatThrownBy(() -> device.at(sooner).client().refresh())
        .isInstanceOf(ExpiredException.class)
        .hasMessageStartingWith(role + ": ");
  }

  @Test
  void goesOnOnceExpiredMetadataIsRenewed() throws Exception {
    device.client().refresh();
    device.later(Duration.ofDays(31));
    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(ExpiredException.class);

    for (String role : Root.TOP_LEVEL) {
      forge.expire(role, NOW.plus(Duration.ofDays(60)));
    }
    forge.publish("root", "targets", "snapshot", "timestamp");

    assertThat(device.client().refresh().changed()).isTrue();
    assertThat(device.versions()).containsValue(2L).doesNotContainValue(1L);
  }

  @Test
  void takesExpiredMetadataWhenThatIsOverriddenAndNothingElse() throws Exception {
    device.later(Duration.ofDays(31));

    Refresh refresh = device.client().refresh(Expiry.OVERRIDDEN);

    assertThat(refresh.roles()).allMatch(role -> role.expires().isBefore(refresh.now()));
    forge.publish("timestamp");
    forge.keys("timestamp").clear();
    forge.publish("timestamp");
    assertThatThrownBy(() -> device.client().refresh(Expiry.OVERRIDDEN))
        .isInstanceOf(NotSignedException.class);
  }

  @Test
  void saysWhichExpiredMetadataItTookBecauseSomeoneSaidSo() throws Exception {
    forge.delegate("targets", "edge", false, "edge/*");
    forge.addTarget("edge", "edge/file", "content");
    forge.publish("edge", "targets", "snapshot", "timestamp");
    TufClient fresh = device.client();
    assertThat(fresh.overridden()).isEmpty();
    fresh.refresh(Expiry.OVERRIDDEN);
    assertThat(fresh.overridden()).isEmpty();

    device.later(Duration.ofDays(60));
    for (int again = 0; again < 2; again++) {
      forge.origin.requests.clear();
      TufClient late = device.client();
      late.refresh(Expiry.OVERRIDDEN);
      assertThat(late.overridden()).extracting(TrustedRole::name)
          .containsExactlyInAnyOrder("root", "timestamp", "snapshot", "targets");
      assertThat(forge.origin.requests).as("what is held is not fetched again, expired or not")
          .containsExactly("metadata/2.root.json", "metadata/timestamp.json");
      assertThat(late.find("edge/file")).isPresent();
      assertThat(late.overridden()).extracting(TrustedRole::name).contains("edge");
      assertThatThrownBy(late::refresh).isInstanceOf(ExpiredException.class);
      assertThat(late.overridden()).isEmpty();
    }
  }

  @Test
  void aDeviceWhoseClockBeginsIn1970WorksAndStillNoticesWhatExpiredBeforeItsImageWasBuilt()
      throws Exception {
    device.at(Instant.EPOCH).client().refresh();

    device.builtAt(NOW.plus(Duration.ofDays(30)));
    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(ExpiredException.class);
  }

  @Test
  void learnsTheTimeFromTheTimestampThatItVerified() throws Exception {
    forge.expire("snapshot", NOW.plus(Duration.ofDays(3)));
    forge.publish("snapshot", "timestamp");
    device.at(Instant.EPOCH).client().refresh();

    forge.signed("timestamp")
        .put("x-signed-at",
            UtcSecond.format(NOW.plus(Duration.ofDays(4))));
    forge.publish("timestamp");
    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(ExpiredException.class)
        .hasMessageStartingWith("snapshot: version 2 expired at 2030-01-04T00:00:00Z, "
            + "and it is 2030-01-05T00:00:00Z");

    forge.expire("snapshot", NOW.plus(Duration.ofDays(30)));
    forge.publish("snapshot", "timestamp");
    assertThat(device.client().refresh().now()).isEqualTo("2030-01-05T00:00:00Z");
  }

  @Test
  void doesNotLearnTheTimeFromMetadataThatItRefuses() throws Exception {
    device.at(Instant.EPOCH).client().refresh();
    forge.signed("timestamp").put("x-signed-at", UtcSecond.format(NOW.plus(Duration.ofDays(9))));
    forge.keys("timestamp").clear();
    forge.keys("timestamp").add(ForgedKey.ed25519());
    forge.publish("timestamp");

    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(NotSignedException.class);
    forge.origin.remove("metadata/timestamp.json");
    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(UnreachableException.class);
    assertThat(device.stored("timestamp.json")).asString().doesNotContain("x-signed-at");
  }

  /** Who steals the timestamp key can make a device believe in a time when all else is expired. */
  @Test
  void recoversFromAStolenKeyThatMadeItBelieveInTheFutureAsSoonAsTheKeyIsRevoked()
      throws Exception {
    forge.expire("timestamp", NOW.plus(Duration.ofDays(9_999)));
    forge.signed("timestamp")
        .put("x-signed-at", UtcSecond.format(NOW.plus(Duration.ofDays(9_998))));
    forge.publish("timestamp");
    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(ExpiredException.class);
    forge.signed("timestamp").remove("x-signed-at");
    forge.publish("timestamp");
    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(ExpiredException.class);

    forge.authorise("timestamp", 1, ForgedKey.ed25519());
    forge.publish("root", "timestamp");

    assertThat(device.client().refresh().now()).isEqualTo(NOW);
  }

  @Test
  void refusesMetadataThatSaysItWasSignedAfterItExpired() {
    forge.signed("timestamp").put("x-signed-at", "2999-01-01T00:00:00Z");
    forge.publish("timestamp");

    assertThatThrownBy(() -> device.client().refresh()).isInstanceOf(MalformedException.class)
        .hasMessageContaining("signed.x-signed-at");
  }
}
