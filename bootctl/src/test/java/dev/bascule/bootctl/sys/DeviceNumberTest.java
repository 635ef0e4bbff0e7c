package dev.bascule.bootctl.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceNumberTest {

  @Test
  void isWrittenAsItIsRead() {
    assertThat(DeviceNumber.parse("8:1"))
        .hasValueSatisfying(number -> assertThat(number).hasToString("8:1"));
    assertThat(DeviceNumber.parse("4095:1048575")).hasValue(new DeviceNumber(4095, 1048575));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":", "8", "8:", ":1", "8:1:2", "-1:2", "4096:0", "0:1048576",
      "99999999999:1", "8:1 "})
  void isNotGuessed(String text) {
    assertThat(DeviceNumber.parse(text)).isEmpty();
  }

  /** 259:300000 as makedev(3) packs it: minor's low 8 bits, major's 12, minor's high 12. */
  @Test
  void isUnpackedByTheRuleOfTwelveAndTwentyBits() {
    long packed = (300000 & 0xff) | (259L << 8) | ((300000L & ~0xff) << 12);
    assertThat(DeviceNumber.decode(packed)).isEqualTo(new DeviceNumber(259, 300000));
    assertThat(DeviceNumber.decode(0x801)).isEqualTo(new DeviceNumber(8, 1));
  }

  @Test
  void agreesWithWhatJavaSaysOfARealNode() throws Exception {
    long packed = (long) Files.getAttribute(Path.of("/dev/null"), "unix:rdev");
    assertThat(DeviceNumber.decode(packed)).isEqualTo(new DeviceNumber(1, 3));
  }
}
