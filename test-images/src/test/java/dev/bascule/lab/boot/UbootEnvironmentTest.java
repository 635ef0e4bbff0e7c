package dev.bascule.lab.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model of U-Boot's environment, beside libubootenv's reader, and of the script over it. */
final class UbootEnvironmentTest {

  private static final int SIZE = 2048;

  @TempDir
  Path directory;

  private static byte[] copy(int flag, String... variables) {
    Map<String, String> all = new TreeMap<>();
    for (String variable : variables) {
      all.put(variable.substring(0, variable.indexOf('=')),
          variable.substring(variable.indexOf('=') + 1));
    }
    return UbootEnvironment.copy(all, flag, SIZE);
  }

  private static byte[] damaged(byte[] copy) {
    byte[] damaged = copy.clone();
    damaged[SIZE - 1] ^= 1;
    return damaged;
  }

  @Test
  void takesTheCopyThatFwPrintenvTakes() throws IOException {
    Needs.tools(FwPrintenv.TOOL);
    FwPrintenv real = new FwPrintenv(directory);
    int[] flags = {0, 1, 2, 127, 128, 254, 255};
    for (int one : flags) {
      for (int two : flags) {
        byte[] first = copy(one, "which=first", "a=" + one);
        byte[] second = copy(two, "which=second", "b=" + two);
        for (byte[] left : new byte[][]{first, damaged(first)}) {
          for (byte[] right : new byte[][]{second, damaged(second)}) {
            assertThat(FwPrintenv.model(left, right)).as("flags %d and %d", one, two)
                .isEqualTo(real.read(left, right));
          }
        }
      }
    }
  }

  @Test
  void savesOverTheCopyThatDoesNotCountAndCountsAsTheScriptDoes() {
    byte[] first = copy(255, "BOOT_ORDER=B A", "BOOT_A_LEFT=3", "BOOT_B_LEFT=a");
    byte[] second = copy(254, "BOOT_ORDER=A");

    UbootScript.Start start = UbootScript.start(first, second);

    assertThat(start.slot()).contains(Slot.B);
    assertThat(start.copy()).isEqualTo(2);
    UbootEnvironment after = UbootEnvironment.load(first, start.bytes());
    assertThat(after.counts()).isEqualTo(2);
    assertThat(after.flag()).isZero();
    assertThat(after.variables()).containsEntry("BOOT_B_LEFT", "9").containsEntry("found", "B");
  }

  @Test
  void givesBootsBackAndStartsNothingWhereNoneIsLeft() {
    byte[] copy = copy(1, "BOOT_ORDER=A", "BOOT_A_LEFT=0", "BOOT_B_LEFT=0", "bascule_trial=B");

    UbootScript.Start start = UbootScript.start(copy, damaged(copy));

    assertThat(start.slot()).isEmpty();
    assertThat(UbootEnvironment.load(copy, start.bytes()).variables())
        .containsEntry("BOOT_A_LEFT", "3");
    assertThat(UbootScript.reachable(copy, copy)).isEqualTo(Map.of(Slot.A, false));
    assertThat(UbootScript.start(damaged(copy), damaged(copy)).slot())
        .isEqualTo(Optional.of(Slot.A));
  }
}
