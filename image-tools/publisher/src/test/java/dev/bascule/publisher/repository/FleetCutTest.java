package dev.bascule.publisher.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.tuf.Expiry;
import dev.bascule.image.tuf.Target;
import dev.bascule.publisher.InMemory;
import dev.bascule.publisher.fleet.FleetFile;
import dev.bascule.publisher.fleet.FleetPlan;
import dev.bascule.publisher.fleet.FleetReader;
import dev.bascule.publisher.repository.PowerCutDisk.PowerCut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that changes two models is applied wholly or not at all, wherever the publisher is stopped. */
class FleetCutTest {

  private static final ModelRoles GATE = new ModelRoles("gate");
  private static final Version OLD = Version.parse("1.0.0");
  private static final Version NEW = Version.parse("2.0.0");

  @TempDir(factory = InMemory.class)
  private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2})
  void changesBothModelsOrNone(long seed) throws IOException {
    Fleet original = twoModels();
    FleetFile file = FleetReader.read(Files.writeString(directory.resolve("fleet.toml"), """
      [model.board.channel.stable]
      offer = "2.0.0"
      [model.gate.channel.stable]
      offer = "2.0.0"
      """));
    TreeSet<String> outcomes = new TreeSet<>();
    for (int cutAt = 0;; cutAt++) {
      Fleet fleet = original.copy(directory.resolve("cut-" + cutAt));
      PowerCutDisk disk =
          new PowerCutDisk(cutAt, seed == 0 ? null : new Random(seed * 1000 + cutAt));
      try (TrialDevice device = fleet.device()) {
        device.refresh(fleet.origin(), Expiry.ENFORCED);
        apply(file, fleet, disk);
        Version board = offered(device, fleet, Fleet.BOARD);
        Version gate = offered(device, fleet, GATE);
        assertThat(board).isIn(OLD, NEW).isEqualTo(gate);
        outcomes.add(board.toString());

        apply(file, fleet, new LocalDisk());
        assertThat(offered(device, fleet, Fleet.BOARD)).isEqualTo(NEW);
        assertThat(offered(device, fleet, GATE)).isEqualTo(NEW);
        assertThat(apply(file, fleet, new LocalDisk())).as("nothing is left to do").isEmpty();
      }
      if (!disk.isCut()) {
        break;
      }
    }
    assertThat(outcomes).as("some cuts are before the decision, some after")
        .containsExactly("1.0.0", "2.0.0");
  }

  private static @Nullable List<PublishedFile> apply(FleetFile file, Fleet fleet, Disk disk)
      throws IOException {
    try {
      return fleet.publish(disk, List.of(fleet.rollout, fleet.online), (repository, edition) -> {
        for (FleetPlan.Step step : FleetPlan
            .of(file, fleet.layout.directory(), edition.base(), fleet.now)
            .steps()) {
          if (!step.changes().isEmpty()) {
            repository.putCatalog(edition, step.model(), step.after());
          }
        }
      });
    } catch (PowerCut e) {
      return null;
    }
  }

  private Fleet twoModels() throws IOException {
    Fleet fleet = Fleet.withModel(Files.createDirectory(directory.resolve("fleet")));
    fleet.publish(List.of(fleet.targets, fleet.online), (repository, edition) -> {
      edition.delegateImages(GATE, Fleet.signatories(1, fleet.images));
      edition.delegateRollout(GATE, Fleet.signatories(1, fleet.rollout));
    });
    Path old = Fleet.image(directory.resolve("build-1"), List.of("board", "gate"), "1.0.0", 1);
    Path fresh = Fleet.image(directory.resolve("build-2"), List.of("board", "gate"), "2.0.0", 2);
    FleetFile file = FleetReader.read(Files.writeString(directory.resolve("first.toml"), """
      [model.board.channel.stable]
      offer = "1.0.0"
      [model.gate.channel.stable]
      offer = "1.0.0"
      """));
    fleet.publish(List.of(fleet.images, fleet.online), (repository, edition) -> {
      for (ModelRoles model : List.of(Fleet.BOARD, GATE)) {
        for (Path image : List.of(old, fresh)) {
          repository.addImage(edition, model, ImageRelease.read(image), bytes -> {});
        }
      }
    });
    apply(file, fleet, new LocalDisk());
    return fleet;
  }

  /** What a device that follows the repository verifies. */
  private static Version offered(TrialDevice device, Fleet fleet, ModelRoles model)
      throws IOException {
    device.refresh(fleet.origin(), Expiry.ENFORCED);
    Target catalog = device.find(model.rollout(), model.catalogPath());
    return Catalog.decode(device.fetch(catalog)).offer("stable").orElseThrow().version();
  }
}
