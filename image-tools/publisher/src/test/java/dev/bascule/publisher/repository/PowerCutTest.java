package dev.bascule.publisher.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.image.tuf.Expiry;
import dev.bascule.publisher.InMemory;
import dev.bascule.publisher.repository.PowerCutDisk.PowerCut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A publisher that is stopped at any of its steps leaves a repository that old and new devices read, and the next
 * publisher succeeds. Seeds above 0 lose names that were not flushed.
 */
class PowerCutTest {

  @TempDir(factory = InMemory.class)
  private Path directory;

  /** What is stopped. */
  private interface Publication {
    void run(Fleet fleet, Disk disk) throws IOException;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2})
  void survivesACutWhileAnImageIsPublished(long seed) throws IOException {
    int steps = cutEverywhere(seed, (fleet, disk) -> {
      fleet.now = Fleet.START.plusSeconds(60);
      fleet.publishImage(disk, directory.resolve("build"));
    }, fleet -> assertThat(fleet.offered()).isIn("1.0.0", "2.0.0"),
        fleet -> assertThat(fleet.offered()).isEqualTo("2.0.0"));

    assertThat(steps).isGreaterThan(40);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void survivesACutWhileTheOnlineKeyIsExchanged(long seed) throws IOException {
    var newOnline = Fleet.key();
    cutEverywhere(seed, (fleet, disk) -> {
      Document first = Document.parse(
          Files.readAllBytes(fleet.layout.resolve(RepositoryLayout.metadata("root", 1))));
      Document root = Fleet.signed(fleet.rootDraft(first, Map.of(
          "snapshot", Fleet.signatories(1, newOnline),
          "timestamp", Fleet.signatories(1, newOnline))), fleet.alice, fleet.bob);
      fleet.publish(disk, List.of(fleet.online, newOnline),
          (repository, edition) -> edition.replaceRoot(root));
    }, fleet -> assertThat(fleet.offered()).isEqualTo("1.0.0"),
        fleet -> assertThat(Published.read(fleet.layout.directory())
            .newestRoot()
            .orElseThrow()
            .content()
            .version()).isEqualTo(2));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void survivesACutWhileTheFirstRootIsPublished(long seed) throws IOException {
    for (int cutAt = 0;; cutAt++) {
      Fleet fleet = new Fleet(Files.createDirectory(directory.resolve("first-" + cutAt)));
      PowerCutDisk disk = new PowerCutDisk(cutAt, random(seed, cutAt));
      run(disk, () -> fleet.publishFirstRoot(disk));
      fleet.publishFirstRoot(new LocalDisk());
      fleet.addModel(new LocalDisk());
      try (TrialDevice device = fleet.device()) {
        device.refresh(fleet.origin(), Expiry.ENFORCED);
      }
      if (!disk.isCut()) {
        return;
      }
    }
  }

  @Test
  void leavesNothingBehindInTheStagingDirectory() throws IOException {
    Fleet fleet = Fleet.withModel(directory);
    fleet.publishImage(new LocalDisk(), fleet.image("1.0.0", 1));

    try (Stream<Path> left = Files.list(fleet.layout.staging())) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactly("lock");
    }
  }

  /** What must hold. */
  private interface Check {
    void run(Fleet fleet) throws IOException;
  }

  /** Cuts at each step in turn; gives how many there were. */
  private int cutEverywhere(long seed, Publication publication, Check afterCut, Check atTheEnd)
      throws IOException {
    Fleet original = Fleet.withModel(Files.createDirectory(directory.resolve("fleet")));
    original.publishImage(new LocalDisk(), original.image("1.0.0", 1));
    Fleet.image(directory.resolve("build"), "2.0.0", 2);
    for (int cutAt = 0;; cutAt++) {
      Fleet fleet = original.copy(directory.resolve("cut-" + cutAt));
      PowerCutDisk disk = new PowerCutDisk(cutAt, random(seed, cutAt));
      try (TrialDevice seasoned = fleet.device()) {
        seasoned.refresh(fleet.origin(), Expiry.ENFORCED);
        run(disk, () -> publication.run(fleet, disk));
        seasoned.refresh(fleet.origin(), Expiry.ENFORCED);
        afterCut.run(fleet);
        publication.run(fleet, new LocalDisk());
        RepositoryDirectory.open(fleet.layout, new LocalDisk()).close();
        seasoned.refresh(fleet.origin(), Expiry.ENFORCED);
        atTheEnd.run(fleet);
      }
      if (!disk.isCut()) {
        return cutAt;
      }
    }
  }

  private static void run(PowerCutDisk disk, Stopped work) throws IOException {
    try {
      work.run();
    } catch (PowerCut e) {
      assertThat(disk.isCut()).isTrue();
    }
  }

  private interface Stopped {
    void run() throws IOException;
  }

  private static @org.jspecify.annotations.Nullable Random random(long seed, int cutAt) {
    return seed == 0 ? null : new Random(seed * 1000 + cutAt);
  }
}
