package dev.bascule.image.tuf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories of a repository and one device: honest publications, rotated keys, old and broken files
 * served, power cuts, a torn store. No metadata may ever go back while its baseline is whole and its key not
 * revoked, and an honest repository must always get through.
 */
class RandomHistoryTest {

  private static final Path DIRECTORY = Path.of("/store");

  private Random random = new Random(0);
  private RepositoryForge forge = new RepositoryForge();
  private CuttableDisk disk = new CuttableDisk();
  private byte[] anchor = {};
  private Map<String, Long> seen = new HashMap<>();

  @Tag("exhaustive")
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void neverGoesBackAndAlwaysRecovers(long seed) throws Exception {
    random = new Random(seed);
    if (random.nextBoolean()) {
      forge.origin.giveTags();
    }
    anchor = forge.origin.get("metadata/1.root.json");
    for (int i = 0; i < 40; i++) {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> publish();
        case 3 -> rotate();
        case 4 -> hostile();
        case 5 -> cutPower();
        case 6 -> tear();
        default -> recover();
      }
      remember();
    }
    recover();
  }

  private void publish() {
    switch (random.nextInt(4)) {
      case 0 -> forge.publish("timestamp");
      case 1 -> forge.publish("snapshot", "timestamp");
      case 2 -> forge.publish("targets", "snapshot", "timestamp");
      default -> publishRoot();
    }
  }

  /** By a server that gives tags, a device hears of a root with the next timestamp. */
  private void publishRoot() {
    if (forge.origin.givesTags()) {
      forge.publish("root", "timestamp");
    } else {
      forge.publish("root");
    }
  }

  /** A new key, and versions that begin anew, as after a theft: what is held of the role may go back. */
  private void rotate() throws IOException {
    boolean snapshot = random.nextBoolean();
    forge.authorise("timestamp", 1, ForgedKey.ed25519());
    if (snapshot) {
      forge.authorise("snapshot", 1, ForgedKey.ed25519());
      forge.signed("snapshot").put("version", 0);
      forge.signed("targets").put("version", 0);
    }
    forge.signed("timestamp").put("version", 0);
    forge.publish("root", "targets", "snapshot", "timestamp");
    seen.keySet().removeIf(role -> !role.equals("root"));
    recover();
  }

  /** Serves one wrong thing for one cycle, and then what was there before. */
  private void hostile() throws IOException {
    forge.publish("targets", "snapshot", "timestamp");
    String role = Root.TOP_LEVEL.get(1 + random.nextInt(3));
    byte[] honest = forge.origin.get(forge.path(role));
    long version = forge.version(role);
    switch (random.nextInt(4)) {
      case 0 -> {
        forge.signed(role).put("version", 1 + random.nextLong(version));
        byte[] old = forge.sign(role);
        forge.signed(role).put("version", version);
        forge.serve(role, old);
      }
      case 1 -> forge.serve(role, java.util.Arrays.copyOf(honest, random.nextInt(honest.length)));
      case 2 -> forge.serve(role, RepositoryForge.sign(forge.signed(role), java.util.List.of()));
      default -> forge.origin.neverEnd(forge.path(role));
    }
    tryRefresh();
    remember();
    forge.origin.mend();
    forge.serve(role, honest);
  }

  private void cutPower() {
    disk.cutAfter(random.nextInt(30));
    try {
      tryRefresh();
    } catch (CuttableDisk.PowerCut e) {
      assertThat(e).isNotNull();
    }
    disk.restart(random.nextLong());
  }

  /** What is torn is no baseline any more. */
  private void tear() {
    String role = Root.TOP_LEVEL.get(1 + random.nextInt(3));
    Path file = DIRECTORY.resolve(role + ".json");
    disk.read(file, 1 << 20)
        .ifPresent(
            content -> disk.write(file, java.util.Arrays.copyOf(content, content.length / 3)));
    seen.remove(role);
  }

  private void recover() throws IOException {
    client().refresh();
    Map<String, Long> expected = new HashMap<>();
    Root.TOP_LEVEL.forEach(role -> expected.put(role, forge.version(role)));
    assertThat(versions()).isEqualTo(expected);
  }

  private void tryRefresh() {
    try {
      client().refresh();
    } catch (IOException e) {
      assertThat(e).isInstanceOf(TufException.class);
    }
  }

  private void remember() throws IOException {
    Map<String, Long> now = versions();
    seen.forEach((role, version) -> assertThat(now.getOrDefault(role, 0L)).as(role)
        .isGreaterThanOrEqualTo(version));
    seen = now;
  }

  private Map<String, Long> versions() throws IOException {
    Map<String, Long> versions = new HashMap<>();
    client().trusted().forEach(role -> versions.put(role.name(), role.version()));
    return versions;
  }

  private TufClient client() {
    return new TufClient(new TrustedStore(DIRECTORY, disk), Repository.at(forge.origin), anchor,
        new ReferenceTime(InstantSource.fixed(RepositoryForge.NOW), Instant.MIN), Limits.STANDARD);
  }
}
