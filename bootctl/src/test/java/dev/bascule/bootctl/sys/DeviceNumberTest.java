package dev.bascule.bootctl.sys;

import static org.assertj.core.api.Assertions.assertThat;

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
      "99999999999:1", "8:1 ", "08:1", "8:01"})
  void isNotGuessed(String text) {
    assertThat(DeviceNumber.parse(text)).isEmpty();
  }
}
