package dev.bascule.publisher.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.tuf.Expiry;
import dev.bascule.image.tuf.NotSignedException;
import dev.bascule.publisher.InMemory;
import dev.bascule.publisher.key.PrivateKey;
import dev.bascule.publisher.key.Signer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a fleet goes through in its life: keys that are lost, stolen and exchanged, a repository that expired. */
class KeyExchangeTest {

  @TempDir(factory = InMemory.class)
  private Path directory;
  private Fleet fleet;
  private TrialDevice device;

  @BeforeEach
  void publishAnImage() throws IOException {
    fleet = Fleet.withModel(directory);
    fleet.publishImage(new LocalDisk(), fleet.image("1.0.0", 1));
    device = fleet.device();
    device.refresh(fleet.origin(), Expiry.ENFORCED);
    fleet.later(Duration.ofMinutes(5));
  }

  @AfterEach
  void deviceAndNewDeviceFollow() throws IOException {
    device.refresh(fleet.origin(), Expiry.ENFORCED);
    device.find(Fleet.BOARD.images(), "board/images/1.0.0/image.json");
    device.close();
    assertThat(fleet.offered()).isEqualTo("1.0.0");
  }

  @Test
  void anOnlineKeyIsExchangedWithBothAtHand() throws IOException {
    PrivateKey fresh = Fleet.key();

    List<PublishedFile> published = exchangeOnlineKey(fresh, List.of(fleet.online, fresh));
    assertThat(published).extracting(PublishedFile::role)
        .containsExactly("snapshot", "timestamp", "root");
  }

  /** The timestamp key is stolen: it is not asked any more, and the thief's timestamp counts for nothing. */
  @Test
  void aStolenOnlineKeyIsRevoked() throws IOException {
    PrivateKey fresh = Fleet.key();
    byte[] former = Files.readAllBytes(fleet.layout.resolve(RepositoryLayout.TIMESTAMP));

    List<PublishedFile> published = exchangeOnlineKey(fresh, List.of(fresh));
    assertThat(published).extracting(PublishedFile::role)
        .containsExactly("snapshot", "root", "timestamp");

    Path timestamp = fleet.layout.resolve(RepositoryLayout.TIMESTAMP);
    byte[] good = Files.readAllBytes(timestamp);
    Files.write(timestamp, former);
    try (TrialDevice deceived = fleet.device()) {
      assertThatThrownBy(() -> deceived.refresh(fleet.origin(), Expiry.ENFORCED))
          .isInstanceOf(NotSignedException.class);
    }
    Files.write(timestamp, good);
  }

  /** One of two root keys is lost, a third is there: the other two make a root without it. */
  @Test
  void aLostRootKeyIsReplaced() throws IOException {
    PrivateKey carol = Fleet.key();
    publishRoot(List.of(), Map.of("root", Fleet.signatories(2, fleet.alice, fleet.bob, carol)),
        fleet.alice, fleet.bob, carol);
    PrivateKey dave = Fleet.key();

    publishRoot(List.of(), Map.of("root", Fleet.signatories(2, fleet.alice, carol, dave)),
        fleet.alice, carol);
    assertThat(Published.read(fleet.layout.directory())
        .newestRoot()
        .orElseThrow()
        .content()
        .version()).isEqualTo(3);
  }

  /** The images' key is stolen: what it signed is signed again by its successor, and it can sign nothing more. */
  @Test
  void aStolenImagesKeyIsExchanged() throws IOException {
    PrivateKey fresh = Fleet.key();

    List<PublishedFile> published = fleet.publish(List.of(fleet.targets, fresh, fleet.online),
        (repository, edition) -> edition.delegateImages(Fleet.BOARD,
            Fleet.signatories(1, fresh)));
    assertThat(published).extracting(PublishedFile::role)
        .containsExactly("board-images", "targets", "snapshot", "timestamp");
    assertThatThrownBy(() -> fleet.publish(List.of(fleet.images, fleet.rollout, fleet.online),
        (repository, edition) -> edition.renew(Fleet.BOARD.images())))
        .hasMessageContaining("board-images: 0 of 1 needed signatures");
  }

  @Test
  void anImagesKeyIsNotExchangedForOneThatIsNotAtHand() {
    PrivateKey fresh = Fleet.key();

    assertThatThrownBy(() -> fleet.publish(List.of(fleet.targets, fleet.online),
        (repository, edition) -> edition.delegateImages(Fleet.BOARD,
            Fleet.signatories(1, fresh))))
        .hasMessageContaining("board-images: 0 of 1 needed signatures");
  }

  @Test
  void theTargetsKeyIsExchangedWithTheOthersMetadataUntouched() throws IOException {
    PrivateKey fresh = Fleet.key();

    List<PublishedFile> published = publishRoot(List.of(fresh, fleet.targets, fleet.online),
        Map.of("targets", Fleet.signatories(1, fresh)), fleet.alice, fleet.bob);
    assertThat(published).extracting(PublishedFile::role)
        .containsExactly("targets", "snapshot", "timestamp", "root");
  }

  /** Everything expired while nobody looked: a new root first, then everything anew. */
  @Test
  void aRepositoryThatExpiredComesBack() throws IOException {
    fleet.later(Duration.ofDays(400));
    device = fleet.device();
    assertThatThrownBy(() -> device.refresh(fleet.origin(), Expiry.ENFORCED))
        .hasMessageContaining("expired");

    Document root = Fleet.signed(
        fleet.rootDraft(fleet.newestRoot(), Map.of()), fleet.alice, fleet.bob);
    fleet.publish(List.of(fleet.targets, fleet.images, fleet.rollout, fleet.online),
        (repository, edition) -> {
          edition.replaceRoot(root);
          for (String role : List.of("targets", "board-images", "board-rollout")) {
            edition.renew(role);
          }
        });
  }

  /** Two people sign images: the second finds the first's signature in the draft. */
  @Test
  void aThresholdOfTwoSignsAModelsImages() throws IOException {
    PrivateKey second = Fleet.key();
    fleet.publish(List.of(fleet.targets, fleet.images, second, fleet.online),
        (repository, edition) -> edition.delegateImages(Fleet.BOARD,
            Fleet.signatories(2, fleet.images, second)));

    assertThatThrownBy(() -> fleet.publish(List.of(fleet.images, fleet.online),
        (repository, edition) -> edition.renew(Fleet.BOARD.images())))
        .hasMessageContaining("board-images: 1 of 2 needed signatures");
    fleet.publish(List.of(fleet.images, second, fleet.online),
        (repository, edition) -> edition.renew(Fleet.BOARD.images()));
  }

  private List<PublishedFile> exchangeOnlineKey(PrivateKey fresh, List<PrivateKey> atHand)
      throws IOException {
    return publishRoot(atHand, Map.of("snapshot", Fleet.signatories(1, fresh), "timestamp",
        Fleet.signatories(1, fresh)), fleet.alice, fleet.bob);
  }

  private List<PublishedFile> publishRoot(List<PrivateKey> atHand,
      Map<String, RoleSignatories> roles, Signer... rootKeys) throws IOException {
    Document root = Fleet.signed(fleet.rootDraft(fleet.newestRoot(), roles), rootKeys);
    return fleet.publish(atHand, (repository, edition) -> edition.replaceRoot(root));
  }
}
