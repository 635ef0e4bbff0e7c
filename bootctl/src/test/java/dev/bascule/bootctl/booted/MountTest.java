package dev.bascule.bootctl.booted;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.bascule.bootctl.sys.DeviceNumber;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountTest {

  /** The example of proc_pid_mountinfo(5). */
  @Test
  void readsAMountWithAndWithoutOptionalFields() {
    var expected = new Mount(new DeviceNumber(98, 0), "/mnt2", "/dev/root");
    assertThat(Mount
        .parse("36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue"))
        .hasValue(expected);
    assertThat(Mount.parse("36 35 98:0 /mnt1 /mnt2 rw,noatime - ext3 /dev/root rw"))
        .hasValue(expected);
    assertThat(
        Mount.parse("36 35 98:0 /mnt1 /mnt2 rw shared:1 master:2 unbindable - ext3 /dev/root rw"))
        .hasValue(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "36 35 98:0 /a /b rw", "36 35 98 /a /b rw - ext3 /dev/root rw",
      "36 35 98:0 /a /b - ext3 /dev/root rw", "36 35 98:0 /a /b rw - ext3"})
  void skipsALineThatIsNotOne(String line) {
    assertThat(Mount.parse(line)).isEmpty();
  }

  @Test
  void readsTheRealMounts() throws IOException {
    assertThat(Mount.read(Path.of("/proc")))
        .anySatisfy(mount -> assertThat(mount.point()).isEqualTo("/"));
  }

  @Test
  void hasNoneWhereThereAreNone(@TempDir Path proc) throws IOException {
    assertThat(Mount.read(proc)).isEmpty();
  }

  @FuzzTest(maxDuration = "10s")
  void readsOrSkipsAnyLine(@NotNull String line) {
    Mount.parse(line)
        .ifPresent(mount -> assertThat(line).contains(" " + mount.device() + " ")
            .contains(" " + mount.point() + " ")
            .contains(" " + mount.source()));
  }
}
