package dev.bascule.updater.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterHeaderTest {

  private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");

  @ParameterizedTest
  @CsvSource({"120, PT2M", "999999999, P1D", "'Thu, 26 Nov 2026 08:30:00 GMT', PT30M",
      "'Fri, 26 Nov 2027 08:30:00 GMT', P1D"})
  void readsSecondsAndDates(String value, Duration wait) {
    assertThat(RetryAfter.parse(value, NOW)).contains(wait);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "soon", "9999999999", "1.5",
      "Thu, 26 Nov 2026 07:30:00 GMT", "Mon, 26 Nov 2026 08:30:00 GMT"})
  void ignoresWhatIsNeitherOrOver(String value) {
    assertThat(RetryAfter.parse(value, NOW)).isEmpty();
  }
}
