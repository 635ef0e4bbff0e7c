package dev.bascule.bootctl.uboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.volume.PowerCut;
import dev.bascule.bootctl.volume.RecordingVolume;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change of ours after U-Boot has saved its environment, which no firmware flushes: every tear of every write. */
class UbootCutTest {
  private static final Map<String, Optional<String>> ACTIVATED = Map.of("BOOT_ORDER",
      Optional.of("B A"), "BOOT_B_LEFT", Optional.of("3"), "bascule_trial", Optional.of("B"));

  @TempDir
  private Path directory;

  @Test
  void aCutLeavesTheVariablesOfSomeMomentWhateverIsInTheCache() throws Exception {
    assertThat(cut(true)).isEqualTo(Set.of("A B, 3", "A B, 2", "B A, 2"));
  }

  @Test
  void aStoreThatDoesNotFlushWouldLoseBothCopies() throws Exception {
    assertThat(cut(false)).contains("none");
  }

  /** What the variables can be, in short, with what the store flushes or as if it flushed nothing. */
  private Set<String> cut(boolean flushes) throws Exception {
    var environment = TestEnvironment.make(directory, true, "BOOT_ORDER=A B", "BOOT_A_LEFT=3",
        "BOOT_B_LEFT=0", "bootcmd=" + "run distro_bootcmd; ".repeat(40));
    var recorded = new RecordingVolume(join(environment.bytes()));
    environment.setenv("BOOT_A_LEFT", "2"); // as the script does
    record(recorded, environment);

    var store = new UbootStore(environment.config(), _ -> {
      assertThat(join(environment.bytes())).as("flushed before anything is written")
          .isEqualTo(recorded.now());
      if (flushes) {
        recorded.sync();
      }
    });
    store.write(store.read().variables(), ACTIVATED);
    record(recorded, environment);
    recorded.sync();

    var found = new HashSet<String>();
    new PowerCut(recorded, 400, 7).forEach(left -> found.add(inShort(left)));
    return found;
  }

  private static void record(RecordingVolume recorded, TestEnvironment environment)
      throws Exception {
    byte[] after = join(environment.bytes());
    int size = TestEnvironment.SIZE;
    for (int at = 0; at < after.length; at += size) {
      if (!Arrays.equals(after, at, at + size, recorded.now(), at, at + size)) {
        recorded.write(at, ByteBuffer.wrap(after, at, size));
      }
    }
  }

  private static byte[] join(List<byte[]> copies) {
    byte[] joined = Arrays.copyOf(copies.getFirst(), 2 * TestEnvironment.SIZE);
    System.arraycopy(copies.getLast(), 0, joined, TestEnvironment.SIZE, TestEnvironment.SIZE);
    return joined;
  }

  private static String inShort(byte[] left) {
    int size = TestEnvironment.SIZE;
    try {
      var variables = UbootCopies
          .judge(List.of(Arrays.copyOf(left, size), Arrays.copyOfRange(left, size, 2 * size)),
              "cut")
          .variables();
      return variables.get("BOOT_ORDER") + ", " + variables.get("BOOT_A_LEFT");
    } catch (BootException e) {
      return "none";
    }
  }
}
