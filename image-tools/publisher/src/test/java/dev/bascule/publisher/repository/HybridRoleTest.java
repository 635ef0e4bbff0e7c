package dev.bascule.publisher.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.image.tuf.Expiry;
import dev.bascule.image.tuf.KeyFamily;
import dev.bascule.publisher.InMemory;
import dev.bascule.publisher.key.KeyException;
import dev.bascule.publisher.key.KeyType;
import dev.bascule.publisher.key.PrivateKey;
import dev.bascule.publisher.key.Signer;
import dev.bascule.publisher.key.VerifyingKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Roles whose signatures of both families are needed. */
class HybridRoleTest {

  private static final Map<KeyFamily, Integer> ONE_OF_EACH =
      Map.of(KeyFamily.CLASSICAL, 1, KeyFamily.POST_QUANTUM, 1);

  @TempDir(factory = InMemory.class)
  private Path directory;
  private Fleet fleet;

  @BeforeEach
  void publishAModel() throws IOException {
    fleet = Fleet.withModel(directory);
    fleet.later(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @EnumSource(names = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
  void everyRoleIsSignedByBothFamilies(KeyType type) throws IOException {
    PrivateKey quantum = PrivateKey.generate(type, new SecureRandom());
    Map<String, RoleSignatories> roles = Map.of(
        "root", hybrid(fleet.alice, quantum), "targets", hybrid(fleet.targets, quantum),
        "snapshot", hybrid(fleet.online, quantum), "timestamp", hybrid(fleet.online, quantum));
    Document root = Fleet.signed(fleet.rootDraft(fleet.newestRoot(), roles), fleet.alice,
        fleet.bob, quantum);
    fleet.publish(List.of(fleet.targets, fleet.online, quantum, fleet.images, fleet.rollout),
        (repository, edition) -> {
          edition.replaceRoot(root);
          edition.delegateImages(Fleet.BOARD, hybrid(fleet.images, quantum));
          edition.delegateRollout(Fleet.BOARD, hybrid(fleet.rollout, quantum));
        });

    assertThatThrownBy(() -> fleet.publishImage(new LocalDisk(), fleet.image("1.0.0", 1)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("board-images: 1 of 1 needed signatures, classical 1 of 1, "
            + "post-quantum 0 of 1");
    fleet.publish(List.of(fleet.online, quantum),
        (repository, edition) -> edition.renew("snapshot"));
    try (TrialDevice device = fleet.device()) {
      device.refresh(fleet.origin(), Expiry.ENFORCED);
    }
  }

  @Test
  void aNewModelWaitsForKeysOfBothFamilies() throws IOException {
    PrivateKey quantum = PrivateKey.generate(KeyType.ML_DSA_44, new SecureRandom());
    ModelRoles other = new ModelRoles("other");

    List<PublishedFile> published = fleet.publish(
        List.of(fleet.targets, fleet.online, fleet.images), (repository, edition) -> {
          edition.delegateImages(other, hybrid(fleet.images, quantum));
          edition.delegateRollout(other, Fleet.signatories(1, fleet.rollout));
        });
    assertThat(published).extracting(PublishedFile::role)
        .containsExactly("board-images", "targets", "snapshot", "timestamp");
  }

  @Test
  void asksForNoMoreOfAFamilyThanThereAre() {
    List<VerifyingKey> keys = List.of(fleet.alice.publicKey(), fleet.bob.publicKey());

    assertThatThrownBy(() -> new RoleSignatories(keys, 1, Map.of(KeyFamily.POST_QUANTUM, 1)))
        .hasMessage("least number of post-quantum keys: expected 1 to 0, as many as the role has, "
            + "found 1");
    assertThatThrownBy(() -> new RoleSignatories(keys, 1, Map.of(KeyFamily.CLASSICAL, 0)))
        .hasMessageContaining("expected 1 to 2");
  }

  /** A fault in the signer, or a token whose objects do not belong together. */
  @Test
  void usesNoSignatureThatDoesNotVerify() throws IOException {
    Signer broken = new Signer() {
      @Override
      public VerifyingKey publicKey() {
        return fleet.alice.publicKey();
      }

      @Override
      public byte[] sign(byte[] message) {
        return fleet.bob.sign(message);
      }

      @Override
      public void close() {}
    };
    Document draft = fleet.rootDraft(fleet.newestRoot(), Map.of());

    assertThatThrownBy(() -> draft.signedBy(broken))
        .isInstanceOf(KeyException.class)
        .hasMessageContaining("gave a signature of 64 bytes that does not verify");
  }

  private static RoleSignatories hybrid(Signer classical, Signer quantum) {
    return new RoleSignatories(List.of(classical.publicKey(), quantum.publicKey()), 1,
        ONE_OF_EACH);
  }
}
