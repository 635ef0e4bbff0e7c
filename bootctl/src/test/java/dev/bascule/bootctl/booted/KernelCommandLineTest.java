package dev.bascule.bootctl.booted;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.bascule.bootctl.booted.KernelCommandLine.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCommandLineTest {

  @Test
  void partsWordsAtWhiteSpaceOutsideQuotes() {
    var line = KernelCommandLine
        .parse("quiet  root=/dev/sda2\trw dm-mod.create=\"root,,,ro, 0 8 verity 1\" \"a b=c d\"\n");

    assertThat(line.parameters()).containsExactly(new Parameter("quiet", ""),
        new Parameter("root", "/dev/sda2"),
        new Parameter("rw", ""), new Parameter("dm-mod.create", "root,,,ro, 0 8 verity 1"),
        new Parameter("a b", "c d"));
  }

  @Test
  void leavesWhatIsForInitAlone() {
    var line = KernelCommandLine.parse("root=/dev/a -- root=/dev/b");
    assertThat(line.values("root")).containsExactly("/dev/a");
  }

  @Test
  void givesTheLastOfSeveral() {
    var line = KernelCommandLine.parse("root=/dev/a root=PARTUUID=x=y");
    assertThat(line.last("root")).hasValue("PARTUUID=x=y");
    assertThat(line.last("roo")).isEmpty();
  }

  @Test
  void readsNoMoreThanAKernelTakes(@TempDir Path proc) throws IOException {
    Files.writeString(proc.resolve("cmdline"), "a ".repeat(1 << 20));
    assertThat(KernelCommandLine.read(proc).parameters()).hasSize(1 << 15);
  }

  @Test
  void isEmptyWhereThereIsNone(@TempDir Path proc) throws IOException {
    assertThat(KernelCommandLine.read(proc).parameters()).isEmpty();
  }

  @FuzzTest(maxDuration = "10s")
  void readsAnyLine(@NotNull String line) {
    for (var parameter : KernelCommandLine.parse(line).parameters()) {
      assertThat(line).contains(parameter.key()).contains(parameter.value());
      assertThat(parameter.key()).doesNotContain("=");
    }
  }

  /** What is written with quotes where they are needed is read as it was meant. */
  @Test
  void readsWhatAKernelWouldBeGiven() {
    var random = new Random(5);
    String letters = "ab,:/.=-_ \t";
    for (int i = 0; i < 2000; i++) {
      var value = new StringBuilder();
      for (int k = random.nextInt(12); k > 0; k--) {
        value.append(letters.charAt(random.nextInt(letters.length())));
      }
      assertThat(KernelCommandLine.parse("x key=\"" + value + "\" y").values("key"))
          .containsExactly(value.toString());
    }
  }
}
