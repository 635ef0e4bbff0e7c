package dev.bascule.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VersionPatternTest {

  @ParameterizedTest
  @CsvSource({"1.2.x, 1.2.9, true", "1.2.x, 1.20.0, false", "1.2.x, 1.2.0-rc.1, true",
      "1.x, 1.20.0, true", "1.x, 10.0.0, false", "1.2.3, 1.2.3, true", "1.2.3, 1.2.3+5, false",
      "1.2.3-a.x, 1.2.3-a.x, true", "1.2.3-a.x, 1.2.3-a.b, false"})
  void matches(String pattern, String version, boolean matches) {
    assertThat(VersionPattern.parse(pattern).matches(Version.parse(version))).isEqualTo(matches);
    assertThat(VersionPattern.parse(pattern)).hasToString(pattern)
        .isEqualTo(VersionPattern.parse(pattern));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1", "1.2", "1.2.3.x", "01.x", "1.x.x", "1.*", "1.X", ".x"})
  void refusesWhatIsNone(String pattern) {
    assertThatThrownBy(() -> VersionPattern.parse(pattern))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
