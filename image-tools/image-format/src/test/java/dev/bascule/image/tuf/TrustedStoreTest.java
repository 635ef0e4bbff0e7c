package dev.bascule.image.tuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedStoreTest {

  private static final byte[] OLD =
      "the old content".getBytes(java.nio.charset.StandardCharsets.UTF_8);
  private static final byte[] NEW = "new".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  @TempDir
  Path directory;

  @Test
  void readsWhatItWrote() throws Exception {
    TrustedStore store = new TrustedStore(directory.resolve("deep/tuf"));
    assertThat(store.read("timestamp", 100)).isEmpty();

    store.write("timestamp", OLD);
    store.write("timestamp", NEW);
    store.writeRoot(2, OLD);

    assertThat(store.read("timestamp", 100)).contains(NEW);
    assertThat(store.read("root", 100)).contains(OLD);
    assertThat(store.readRoot(2, 100)).contains(OLD);
    assertThat(store.readRoot(3, 100)).isEmpty();
    store.delete("timestamp");
    store.delete("timestamp");
    assertThat(store.read("timestamp", 100)).isEmpty();
  }

  @Test
  void doesNotReadMoreThanItIsAskedForNorThroughLinks() throws Exception {
    TrustedStore store = new TrustedStore(directory);
    store.write("targets", OLD);
    Path elsewhere = Files.write(directory.resolve("elsewhere"), NEW);
    Files.createSymbolicLink(directory.resolve("snapshot.json"), elsewhere);
    Files.createDirectory(directory.resolve("timestamp.json"));

    assertThat(store.read("targets", OLD.length)).contains(OLD);
    assertThat(store.read("targets", OLD.length - 1)).isEmpty();
    assertThat(store.read("snapshot", 100)).isEmpty();
    assertThat(store.read("timestamp", 100)).isEmpty();
    store.write("snapshot", OLD);
    assertThat(elsewhere).hasBinaryContent(NEW);
    assertThat(Files.isSymbolicLink(directory.resolve("snapshot.json"))).isFalse();
  }

  @Test
  void reportsADirectoryThatCannotBeWritten() throws Exception {
    Path file = Files.createFile(directory.resolve("file"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));

    assertThatThrownBy(() -> new TrustedStore(file).write("root", NEW))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(TufException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aPowerCutAtAnyStepLeavesTheOldFileOrTheNewOne(long seed) throws Exception {
    int steps = stepsOf(disk -> new TrustedStore(directory, disk).write("a", NEW));
    assertThat(steps).isEqualTo(5);
    for (int step = 0; step <= steps; step++) {
      CuttableDisk disk = new CuttableDisk();
      TrustedStore store = new TrustedStore(directory, disk);
      store.write("a", OLD);
      disk.cutAfter(step);
      cut(() -> store.write("a", NEW));
      disk.restart(seed * 100 + step);

      byte[] found = store.read("a", 100).orElseThrow();
      assertThat(found).isEqualTo(step < 3 ? OLD : step < steps ? either(found) : NEW);
      store.write("a", NEW);
      disk.restart(seed);
      assertThat(store.read("a", 100)).contains(NEW);
    }
  }

  /**
   * Cuts the power at every step of a cycle that changes everything: a new root that revokes the timestamp's
   * key, and new metadata of each role. Whatever is left, no version has gone back but where the new root says
   * so, and the next cycle ends as if nothing had happened.
   */
  @Tag("exhaustive")
  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void aPowerCutAtAnyStepOfACycleCostsNothingButTheCycle(long seed) throws Exception {
    for (boolean rotate : List.of(false, true)) {
      RepositoryForge forge = new RepositoryForge();
      forge.publish("targets", "snapshot", "timestamp");
      byte[] anchor = forge.origin.get("metadata/1.root.json");
      CuttableDisk begun = new CuttableDisk();
      client(forge, begun, anchor).refresh();
      begun.restart(seed);
      Map<String, Long> before = versions(forge, begun, anchor);
      if (rotate) {
        forge.authorise("timestamp", 1, ForgedKey.ed25519());
      }
      forge.publish("root", "root", "targets", "snapshot", "timestamp");
      CuttableDisk complete = begun.fork();
      client(forge, complete, anchor).refresh();
      Map<String, Long> expected = versions(forge, complete, anchor);

      for (int step = 0; step <= complete.steps(); step++) {
        CuttableDisk disk = begun.fork();
        disk.cutAfter(step);
        cut(() -> client(forge, disk, anchor).refresh());
        disk.restart(seed * 1_000 + step);

        Map<String, Long> after = versions(forge, disk, anchor);
        if (!rotate) {
          before.forEach((role, version) -> assertThat(after.get(role)).as(role)
              .isGreaterThanOrEqualTo(version));
        }
        client(forge, disk, anchor).refresh();
        disk.restart(seed);
        assertThat(versions(forge, disk, anchor)).isEqualTo(expected);
      }
    }
  }

  private TufClient client(RepositoryForge forge, Disk disk, byte[] anchor) {
    return new TufClient(new TrustedStore(directory, disk), Repository.at(forge.origin), anchor,
        new ReferenceTime(InstantSource.fixed(RepositoryForge.NOW), Instant.MIN), Limits.STANDARD);
  }

  private Map<String, Long> versions(RepositoryForge forge, Disk disk, byte[] anchor)
      throws IOException {
    Map<String, Long> versions = new HashMap<>();
    client(forge, disk, anchor).trusted()
        .forEach(role -> versions.put(role.name(), role.version()));
    return versions;
  }

  private static byte[] either(byte[] found) {
    assertThat(found).isIn(OLD, NEW);
    return found;
  }

  private static int stepsOf(DiskUse use) throws IOException {
    CuttableDisk disk = new CuttableDisk();
    use.on(disk);
    return disk.steps();
  }

  private static void cut(Interrupted work) throws IOException {
    try {
      work.run();
    } catch (CuttableDisk.PowerCut e) {
      assertThat(e).isNotNull();
    }
  }

  private interface DiskUse {
    void on(CuttableDisk disk) throws IOException;
  }

  private interface Interrupted {
    void run() throws IOException;
  }
}
