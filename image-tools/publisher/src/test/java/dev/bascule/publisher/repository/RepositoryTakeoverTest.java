package dev.bascule.publisher.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bascule.image.Sha256;
import dev.bascule.publisher.InMemory;
import dev.bascule.publisher.key.KeyRing;
import dev.bascule.publisher.key.PrivateKey;
import dev.bascule.publisher.key.Signer;
import dev.bascule.publisher.progress.Progress;
import dev.bascule.publisher.repository.RefusedException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thief can write the repository, and has none of the fleet's keys. He wants the holders of the keys to sign what he put
 * there: a delegation to his own key, in metadata of the targets role that the next {@code model set} builds on.
 */
class RepositoryTakeoverTest {

  @TempDir(factory = InMemory.class)
  private Path directory;
  private final PrivateKey thief = Fleet.key();
  private Fleet fleet;
  private Document firstRoot;

  @BeforeEach
  void publish() throws IOException {
    fleet = Fleet.withModel(directory);
    firstRoot = fleet.newestRoot();
  }

  @Test
  void signsNothingUponARootThatTheFormerOneDidNotSign() throws IOException {
    put("2.root.json", Fleet.signed(
        fleet.rootDraft(firstRoot, thiefsRoles()), thief));

    List<Path> before = signedByTargets();

    RefusedException refused = refused(null);

    assertThat(refused.reason()).isEqualTo(Reason.DAMAGED);
    assertThat(refused).hasMessageContaining("metadata/2.root.json: 0 of 2 needed signatures");
    assertThat(signedByTargets()).isEqualTo(before);
  }

  /** Nothing in the repository gives him away: it is whole, from its first root on. */
  @Test
  void signsNothingForAThiefsRepositoryIfTheSignerKnowsTheRoot() throws IOException {
    replaceEverything();

    for (Document known : List.of(firstRoot, secondRoot())) {
      RefusedException refused = refused(known);
      assertThat(refused.reason()).isEqualTo(Reason.OTHER_ROOT);
      assertThat(signedByTargets()).isEmpty();
    }
  }

  /** So the test above shows what is held off, and not some other mistake of the thief. */
  @Test
  void cannotTellAThiefsRepositoryWithoutKnowingTheRoot() throws IOException {
    replaceEverything();

    setModel(null);

    assertThat(signedByTargets()).isNotEmpty();
  }

  @Test
  void goesOnFromAnyRootThatTheSignerKnows() throws IOException {
    Document second = secondRoot();
    fleet.publish(List.of(fleet.targets, fleet.online),
        (repository, edition) -> edition.replaceRoot(second));

    for (Document known : List.of(firstRoot, second)) {
      List<Path> before = signedByTargets();
      setModel(known);
      assertThat(signedByTargets()).hasSizeGreaterThan(before.size());
    }
  }

  /** The thief lists a file in a role that may not list it: a device would not find it there. */
  @Test
  void leavesNothingSignedBehindThatDevicesRefuse() throws IOException {
    List<Path> before = signedByTargets();

    RefusedException refused = catchThrowableOfType(RefusedException.class,
        () -> fleet.publish(List.of(fleet.targets, fleet.images, fleet.online),
            (repository, edition) -> {
              edition.renew("targets");
              edition.putTarget(Fleet.BOARD.images(), "other/file", 1, Sha256.digest(new byte[1]));
            }));

    assertThat(refused.reason()).isEqualTo(Reason.DEVICE_REFUSES);
    assertThat(signedByTargets()).isEqualTo(before);
  }

  private RefusedException refused(@Nullable Document known) {
    return catchThrowableOfType(RefusedException.class, () -> setModel(known));
  }

  /** What the holder of the targets key does one day, for an honest reason. */
  private void setModel(@Nullable Document known) throws IOException {
    try (RepositoryDirectory repository =
        RepositoryDirectory.open(fleet.layout, new LocalDisk())) {
      Edition edition = new Edition(repository.read(known),
          fleet.signing(List.of(fleet.targets, fleet.images, fleet.rollout, fleet.online)));
      edition.delegateImages(Fleet.BOARD, Fleet.signatories(1, fleet.images));
      repository.publish(edition, Progress.none());
    }
  }

  private Document secondRoot() throws IOException {
    return Fleet.signed(fleet.rootDraft(firstRoot, Map.of()), fleet.alice, fleet.bob);
  }

  private Map<String, RoleSignatories> thiefsRoles() {
    return Map.of(
        "root", Fleet.signatories(1, thief),
        "targets", Fleet.signatories(1, thief, fleet.targets),
        "snapshot", Fleet.signatories(1, thief, fleet.online),
        "timestamp", Fleet.signatories(1, thief, fleet.online));
  }

  /** A repository of the thief's own, in which the fleet's keys may sign beside his. */
  private void replaceEverything() throws IOException {
    clear("metadata");
    Document root = Fleet.signed(fleet.rootDraft(null, thiefsRoles()), thief);
    try (RepositoryDirectory repository =
        RepositoryDirectory.create(fleet.layout, new LocalDisk())) {
      Edition edition = new Edition(repository.read(),
          new Signing(KeyRing.of(new Signer[]{thief}), Lifetimes.standard(), fleet.now));
      edition.replaceRoot(root);
      edition.delegateImages(Fleet.BOARD, Fleet.signatories(1, thief));
      edition.delegateRollout(Fleet.BOARD, Fleet.signatories(1, thief));
      repository.publish(edition, Progress.none());
    }
  }

  private void clear(String name) throws IOException {
    try (Stream<Path> files = Files.list(fleet.layout.resolve(name))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private void put(String name, Document document) throws IOException {
    Files.write(fleet.layout.resolve("metadata/" + name), document.encode());
  }

  /** Everything of the targets role that the fleet's own key signed, wherever it lies. */
  private List<Path> signedByTargets() throws IOException {
    String key = fleet.targets.publicKey().id().value();
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".targets.json"))
          .filter(file -> text(file).contains(key))
          .sorted()
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
