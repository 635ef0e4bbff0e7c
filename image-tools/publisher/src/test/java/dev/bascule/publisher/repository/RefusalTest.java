package dev.bascule.publisher.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.catalog.Offer;
import dev.bascule.publisher.InMemory;
import dev.bascule.publisher.key.KeyRing;
import dev.bascule.publisher.progress.Progress;
import dev.bascule.publisher.repository.RefusedException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is refused leaves the repository byte for byte as it was. */
class RefusalTest {

  @TempDir(factory = InMemory.class)
  private Path directory;
  private Fleet fleet;
  private List<String> before;

  @BeforeEach
  void publishAnImage() throws IOException {
    fleet = Fleet.withModel(directory);
    fleet.publishImage(new LocalDisk(), fleet.image("1.0.0", 1));
    before = content();
  }

  @AfterEach
  void nothingChanged() throws IOException {
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void refusesAnImageForAnotherModel() {
    ModelRoles other = new ModelRoles("other");

    refused(Reason.INCOMPATIBLE, "found one for board", () -> fleet.publish(List.of(),
        (repository, edition) -> repository.addImage(edition, other, release("2.0.0", 2),
            n -> {})));
  }

  @Test
  void refusesAVersionThatIsPublishedWithAnotherContent() throws IOException {
    Path again = Fleet.image(directory.resolve("again"), "1.0.0", 7);

    refused(Reason.VERSION_EXISTS, "a published image never changes",
        () -> fleet.publishImage(new LocalDisk(), again));
  }

  @Test
  void refusesAnImageWhoseFileIsMissing() throws IOException {
    Path image = fleet.image("2.0.0", 2);
    Files.delete(image.resolve("root.full"));

    refused(Reason.TARGET_MISSING, "root.full", () -> fleet.publishImage(new LocalDisk(), image));
  }

  @Test
  void refusesAnImageWhoseFileChanged() throws IOException {
    Path image = fleet.image("2.0.0", 2);
    byte[] payload = Files.readAllBytes(image.resolve("root.full"));
    payload[payload.length - 1] ^= 1;
    Files.write(image.resolve("root.full"), payload);

    refused(Reason.TARGET_DIFFERS, "build the image again",
        () -> fleet.publishImage(new LocalDisk(), image));
  }

  @Test
  void refusesToOfferWhatIsNotPublished() {
    refused(Reason.NO_SUCH_IMAGE, "no image of version 3.0.0",
        () -> fleet.publish(List.of(fleet.rollout, fleet.online),
            (repository, edition) -> repository.putCatalog(edition, Fleet.BOARD, fleet
                .catalog(repository)
                .withOffer(new Offer("stable", Version.parse("3.0.0"))))));
  }

  @Test
  void refusesToWithdrawWhatIsNotPublished() {
    refused(Reason.NO_SUCH_IMAGE, "no image of version 3.0.0",
        () -> fleet.publish(List.of(fleet.rollout, fleet.online),
            (repository, edition) -> repository.putCatalog(edition, Fleet.BOARD,
                fleet.catalog(repository).withWithdrawn(Version.parse("3.0.0")))));
  }

  @Test
  void refusesAModelThatHasNoRoles() {
    refused(Reason.NO_SUCH_MODEL, "bascule-image model set",
        () -> fleet.publish(List.of(fleet.images, fleet.online),
            (repository, edition) -> edition.putTarget("other-images",
                "other/images/1.0.0/image.json", 1, Sha256.digest(new byte[1]))));
  }

  @Test
  void refusesWithoutTheKeyOfARole() throws IOException {
    Path image = fleet.image("2.0.0", 2);

    refused(Reason.NOT_SIGNED, "board-images: 0 of 1 needed signatures",
        () -> fleet.publish(List.of(fleet.rollout, fleet.online), (repository,
            edition) -> repository.addImage(edition, Fleet.BOARD, ImageRelease.read(image),
                n -> {})));
  }

  @Test
  void refusesAnExpiryThatIsNotLater() {
    Lifetimes brief = new Lifetimes(Map.of(RoleKind.TIMESTAMP, Duration.ofDays(1)));

    refused(Reason.EXPIRY_NOT_LATER, "choose a longer lifetime", () -> {
      try (RepositoryDirectory repository = RepositoryDirectory.open(fleet.layout.directory())) {
        Edition edition = new Edition(repository.read(),
            new Signing(KeyRing.of(fleet.online), brief, fleet.now));
        edition.renew("timestamp");
        repository.publish(edition, Progress.none());
      }
    });
  }

  @Test
  void refusesEverythingButANewRootOnceTheRootIsExpired() {
    fleet.later(Duration.ofDays(366));

    refused(Reason.ROOT_EXPIRED, "devices accept nothing", () -> fleet.publish(
        List.of(fleet.online), (repository, edition) -> edition.renew("timestamp")));
  }

  @Test
  void refusesARootOfAnotherVersion() throws IOException {
    Document root = Fleet.signed(
        fleet.rootDraft(fleet.newestRoot(), Map.of()), fleet.alice, fleet.bob);
    Document later = Fleet.signed(fleet.rootDraft(root, Map.of()), fleet.alice, fleet.bob);

    refused(Reason.VERSION_NOT_NEXT, "expected version 2, found 3",
        () -> fleet.publish(List.of(), (repository, edition) -> edition.replaceRoot(later)));
  }

  @Test
  void refusesARootThatTheFormerKeysHaveNotSigned() throws IOException {
    var carol = Fleet.key();
    Document root = Fleet.signed(fleet.rootDraft(fleet.newestRoot(),
        Map.of("root", Fleet.signatories(1, carol))), carol, fleet.alice);

    refused(Reason.NOT_SIGNED, "by the published root's keys: 1 of 2 needed signatures",
        () -> fleet.publish(List.of(), (repository, edition) -> edition.replaceRoot(root)));
  }

  @Test
  void refusesARootThatItsOwnKeysHaveNotSigned() throws IOException {
    var carol = Fleet.key();
    Document root = Fleet.signed(fleet.rootDraft(fleet.newestRoot(),
        Map.of("root", Fleet.signatories(1, carol))), fleet.alice, fleet.bob);

    refused(Reason.NOT_SIGNED, "by its own keys: 0 of 1 needed signatures",
        () -> fleet.publish(List.of(), (repository, edition) -> edition.replaceRoot(root)));
  }

  @Test
  void refusesARootThatIsExpired() throws IOException {
    Document root = Fleet.signed(
        fleet.rootDraft(fleet.newestRoot(), Map.of()), fleet.alice, fleet.bob);
    fleet.later(Duration.ofDays(400));

    refused(Reason.EXPIRED, "root: version 2 expired",
        () -> fleet.publish(List.of(), (repository, edition) -> edition.replaceRoot(root)));
  }

  @Test
  void refusesToBuildOnMetadataThatSomeoneChanged() throws IOException {
    Path file = fleet.layout.resolve("metadata/1.board-images.json");
    String changed = Files.readString(file)
        .replace("board/images/1.0.0/root.full",
            "board/images/1.0.0/evil.full");
    Files.writeString(file, changed);
    before = content();

    refused(Reason.DAMAGED, "1.board-images.json: 0 of 1 needed signatures", () -> fleet.publish(
        List.of(fleet.images, fleet.online), (repository, edition) -> edition.renew("timestamp")));
  }

  @Test
  void refusesToSignOnWhereAnOldTargetIsGone() throws IOException {
    try (Stream<Path> files = Files.list(fleet.layout.resolve("targets/board/images/1.0.0"))) {
      Files.delete(files.filter(file -> file.toString().endsWith(".full"))
          .findFirst()
          .orElseThrow());
    }
    before = content();
    Path image = fleet.image("2.0.0", 2);

    refused(Reason.TARGET_MISSING, "board/images/1.0.0/root.full",
        () -> fleet.publishImage(new LocalDisk(), image));
  }

  @Test
  void refusesToReplaceAVersionThatIsThereWithAnotherContent() throws IOException {
    Files.writeString(fleet.layout.resolve("metadata/2.board-images.json"), "from another copy");
    before = content();
    Path image = fleet.image("2.0.0", 2);

    refused(Reason.VERSION_EXISTS, "published versions never change",
        () -> fleet.publishImage(new LocalDisk(), image));
  }

  /** A role that lists what is another's is caught by the device, before anybody publishes it. */
  @Test
  void refusesWhatADeviceWouldNotFind() throws IOException {
    Path file = Files.write(directory.resolve("file"), new byte[1]);

    refused(Reason.DEVICE_REFUSES, "a role may only list its own paths",
        () -> fleet.publish(List.of(fleet.rollout, fleet.online), (repository, edition) -> {
          edition.putTarget(Fleet.BOARD.rollout(), "board/images/9.0.0/image.json", 1,
              Sha256.digest(Files.readAllBytes(file)));
        }));
  }

  @Test
  void letsOnlyOneChangeTheRepositoryAtATime() throws IOException {
    try (RepositoryDirectory first = RepositoryDirectory.open(fleet.layout.directory())) {
      assertThat(first.read().newestRoot()).isPresent();
      refused(Reason.BUSY, "wait for it to end", () -> fleet.publish(List.of(fleet.online),
          (repository, edition) -> edition.renew("timestamp")));
    }
  }

  @Test
  void refusesADirectoryThatIsNoRepository() {
    Path nowhere = directory.resolve("nowhere");

    refused(Reason.DAMAGED, "there is no repository", () -> RepositoryDirectory.open(nowhere));
    assertThat(nowhere).doesNotExist();
    assertThat(directory.resolve("nowhere.staging")).doesNotExist();
  }

  private ImageRelease release(String version, long release) throws IOException {
    return ImageRelease.read(fleet.image(version, release));
  }

  private static void refused(Reason reason, String message, ThrowingCallable work) {
    RefusedException refused = catchThrowableOfType(RefusedException.class, work);

    assertThat(refused).isNotNull().hasMessageContaining(message);
    assertThat(refused.reason()).isEqualTo(reason);
  }

  /** Every file of the repository with its content's digest. */
  private List<String> content() throws IOException {
    List<String> content = new ArrayList<>();
    try (Stream<Path> tree = Files.walk(fleet.layout.directory())) {
      for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
        content.add(file + " " + Sha256.digest(Files.readAllBytes(file)));
      }
    }
    return content;
  }
}
