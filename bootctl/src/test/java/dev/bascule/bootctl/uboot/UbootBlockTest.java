package dev.bascule.bootctl.uboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.ExternalTool;
import dev.bascule.bootctl.sys.LibUbootEnv;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UbootBlockTest {
  /** {@code printf 'a=1\nb=2\n' | mkenvimage -s 24} of u-boot-tools 2023.01, with -r and without. */
  private static final byte[] REDUNDANT =
      HexFormat.of().parseHex("dfdba32501613d3100623d320000ffffffffffffffffffff");
  private static final byte[] SINGLE =
      HexFormat.of().parseHex("9e6c49e9613d3100623d320000ffffffffffffffffffffff");

  @TempDir
  private Path directory;

  @Test
  void readsAndWritesGoldenBytes() throws Exception {
    var variables = Map.of("a", "1", "b", "2");
    assertThat(UbootBlock.decode(REDUNDANT, true)).isEqualTo(new UbootBlock(1, variables));
    assertThat(new UbootBlock(1, variables).encode(24, true)).isEqualTo(REDUNDANT);
    assertThat(UbootBlock.decode(SINGLE, false)).isEqualTo(new UbootBlock(0, variables));
    assertThat(new UbootBlock(0, variables).encode(24, false)).isEqualTo(SINGLE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void mkenvimageMakesTheSameBytes(boolean redundant) throws Exception {
    var environment = TestEnvironment.make(directory, redundant, "BOOT_A_LEFT=3", "BOOT_ORDER=A B",
        "bootcmd=run a; run b", "empty=", "x=a=b");
    for (byte[] bytes : environment.bytes()) {
      var block = UbootBlock.decode(bytes, redundant);
      assertThat(block.variables()).containsEntry("x", "a=b").containsEntry("empty", "");
      assertThat(block.encode(TestEnvironment.SIZE, redundant)).isEqualTo(bytes);
    }
  }

  @Test
  void fwPrintenvReadsWhatWasWrittenHere() throws Exception {
    var environment = TestEnvironment.make(directory, true, "a=1");
    Files.write(environment.copies().get(1),
        new UbootBlock(2, Map.of("b", "2", "BOOT_ORDER", "B A"))
            .encode(TestEnvironment.SIZE, true));
    assertThat(environment.printenv()).isEqualTo("BOOT_ORDER=B A\nb=2\n");
  }

  /** One more than the flag has values; the library and the tool agree each time. */
  @Test
  void followsTheFlagRoundItsEnd() throws Exception {
    ExternalTool.require("fw_printenv");
    var environment = TestEnvironment.make(directory, true, "n=0");
    for (int i = 1; i <= 257; i++) {
      try (var library = LibUbootEnv.open(environment.config())) {
        library.set("n", Optional.of(Integer.toString(i)));
        library.store();
      }
      var judged = UbootCopies.judge(environment.bytes(), "here");
      assertThat(judged.variables()).containsEntry("n", Integer.toString(i));
      if (i % 16 == 0 || i > 250) {
        assertThat(environment.printenv("n")).isEqualTo("n=" + i + "\n");
      }
    }
  }

  /** Pairs that no writer leaves behind are judged as the tool judges them. */
  @ParameterizedTest
  @CsvSource({"0,0", "1,0", "0,1", "255,0", "0,255", "250,3", "3,250", "128,0", "0,128", "254,255",
      "255,254", "1,129"})
  void choosesAmongTwoCopiesAsTheToolDoes(int first, int second) throws Exception {
    var environment = TestEnvironment.make(directory, true, "n=0");
    Files.write(environment.copies().get(0),
        new UbootBlock(first, Map.of("n", "first")).encode(TestEnvironment.SIZE, true));
    Files.write(environment.copies().get(1),
        new UbootBlock(second, Map.of("n", "second")).encode(TestEnvironment.SIZE, true));

    String ours = UbootCopies.judge(environment.bytes(), "here").variables().get("n");
    assertThat(environment.printenv("n")).isEqualTo("n=" + ours + "\n");
  }

  @Test
  void refusesWrongChecksumsAndTooFewBytes() {
    for (int i = 0; i < SINGLE.length; i++) {
      byte[] bad = SINGLE.clone();
      bad[i] ^= 0x10;
      assertThatThrownBy(() -> UbootBlock.decode(bad, false))
          .isInstanceOf(MalformedEnvironmentException.class);
    }
    for (int length : List.of(0, 1, 4, 5)) {
      assertThatThrownBy(() -> UbootBlock.decode(new byte[length], false))
          .isInstanceOf(MalformedEnvironmentException.class);
    }
  }
}
