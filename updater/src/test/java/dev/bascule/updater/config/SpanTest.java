package dev.bascule.updater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTest {

  @ParameterizedTest
  @ValueSource(strings = {"0s", "90s", "6h", "1h30m", "2d", "1d1h1m1s"})
  void formatsWhatItParsesSoThatItParsesAgain(String text) {
    Duration parsed = Span.parse(text);

    assertThat(Span.parse(Span.format(parsed))).isEqualTo(parsed);
  }

  @Test
  void addsUpTheParts() {
    assertThat(Span.parse("1d2h3m4s"))
        .isEqualTo(Duration.ofDays(1).plusHours(2).plusMinutes(3).plusSeconds(4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "6", "h", "-1s", "1m1h", "1.5h", "999999999s", "6 h"})
  void refusesAnythingElse(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Span.parse(text));
  }
}
