package dev.bascule.publisher.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {

  @ParameterizedTest
  @CsvSource({"100%, 1000000", "0.0001%, 1", "12.5%, 125000", "10%, 100000"})
  void isReadAsItIsWritten(String text, int millionths) {
    assertThat(Share.parse(text)).isEqualTo(millionths);
    assertThat(Share.format(millionths)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "10", "0%", "100.0001%", "-1%", "1e2%", ".5%", "0.00001%"})
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> Share.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
