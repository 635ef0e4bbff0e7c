package dev.bascule.publisher.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "536870912, 536870912", "512k, 512000", "512Mi, 536870912", "4G, 4000000000",
      "999999Ti, 1099510528264372224", "999999999999999999, 999999999999999999"})
  void readsBytesAndUnits(String text, long bytes) {
    assertThat(Size.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1.5M", "M", "512 M", "512m", "512MiB", "1000000M",
      "9999999999999999999"})
  void refusesWhatIsNoSize(String text) {
    assertThatThrownBy(() -> Size.parse(text)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("512Mi, found " + text);
  }
}
