package dev.bascule.bootctl.uboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.uboot.FwEnvConfig.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FwEnvConfigTest {

  @Test
  void readsDevicesOffsetsAndSizes() throws Exception {
    var config = FwEnvConfig.parse("""
      # Device     Offset    Size
      /dev/mmcblk0\t0xC0000  0x20000

      /dev/mmcblk0 -0x20000  20000 0x200 1
      /dev/third   0         0x10
      """, "test");

    assertThat(config.places()).containsExactly(new Place("/dev/mmcblk0", 0xC0000, 0x20000),
        new Place("/dev/mmcblk0", -0x20000, 0x20000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# only a comment\n", "/dev/sda\n", "/dev/sda 0\n",
      "/dev/sda zero 0x4000\n", "/dev/sda 0 0\n", "/dev/sda 0 0xffffffff\n",
      "uboot:\n  size : 0x4000\n", "/dev/sda 0 0x4000\n/dev/sdb 0 0x8000\n",
      "/dev/sda 099 0x4000\n"})
  void refusesWhatNamesNoEnvironment(String text) {
    assertThatThrownBy(() -> FwEnvConfig.parse(text, "test")).isInstanceOf(BootException.class)
        .hasMessageStartingWith("test");
  }
}
