package dev.bascule.bootctl.raspberrypi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AutobootTest {
  /** The example of Raspberry Pi's documentation. */
  static final String DOCUMENTED = """
    [all]
    tryboot_a_b=1
    boot_partition=2
    [tryboot]
    boot_partition=3
    """;

  private static final String CONFIRMED = """
    [all]
    tryboot_a_b=1
    boot_partition=3
    [tryboot]
    boot_partition=2
    # bascule: good=2,3
    """;

  @Test
  void readsTheDocumentedFile() throws Exception {
    assertThat(Autoboot.parse(DOCUMENTED))
        .isEqualTo(new Autoboot(2, OptionalInt.of(3), Set.of(2), List.of(), List.of()));
  }

  @Test
  void writesTheGoldenFile() throws Exception {
    var swapped =
        Autoboot.parse(DOCUMENTED).with(3, OptionalInt.of(2), Set.of(2, 3)).encode();

    assertThat(new String(swapped, StandardCharsets.UTF_8)).isEqualTo(CONFIRMED);
    assertThat(Autoboot.parse(CONFIRMED).encode()).isEqualTo(swapped);
  }

  @Test
  void keepsWhatElseStandsInTheSections() throws Exception {
    var autoboot = Autoboot.parse("# mine\nboot_partition=2\n[tryboot]\nboot_ramdisk=1\n");

    assertThat(new String(autoboot.encode(), StandardCharsets.UTF_8)).isEqualTo("""
      [all]
      tryboot_a_b=1
      boot_partition=2
      # mine
      [tryboot]
      boot_ramdisk=1
      # bascule: good=2
      """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[all]\ntryboot_a_b=1\n", "boot_partition=x", "boot_partition=1000",
      "[pi4]\nboot_partition=2\n", "boot_partition=2\n[gpio4=1]\nboot_ramdisk=1\n"})
  void refusesWhatDoesNotChooseOnePartition(String text) {
    assertThatThrownBy(() -> Autoboot.parse(text))
        .isInstanceOf(MalformedAutobootException.class)
        .hasMessageContaining("expected");
  }

  @Test
  void refusesMoreThanTheFirmwareReads() {
    assertThatThrownBy(() -> Autoboot.parse("boot_partition=2\n" + "#".repeat(500)))
        .hasMessage("expected at most 512 bytes, found 517");
  }

  @FuzzTest
  void takesAnyText(FuzzedDataProvider data) throws Exception {
    String text = data.consumeRemainingAsAsciiString();
    Autoboot autoboot;
    try {
      autoboot = Autoboot.parse(text);
    } catch (MalformedAutobootException e) {
      assertThat(e).hasMessageContaining("expected");
      return;
    }
    String written = new String(autoboot.encode(), StandardCharsets.ISO_8859_1);
    if (written.length() <= Autoboot.MAX_BYTES) {
      assertThat(Autoboot.parse(written)).isEqualTo(autoboot);
    }
  }
}
