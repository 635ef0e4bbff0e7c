package dev.bascule.publisher.cli;

import dev.bascule.image.catalog.Wave;
import dev.bascule.publisher.rollout.Share;
import java.time.Duration;

/** A wave on the command line: {@code 10%:1d}, or with its soak, {@code 10%:1d:12h}. */
final class WaveOption {

  private WaveOption() {}

  /**
   * Reads a wave.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Wave parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw new IllegalArgumentException(
          "expected SHARE:LENGTH or SHARE:LENGTH:SOAK, such as 10%:1d:12h, found " + text);
    }
    return new Wave(Share.parse(parts[0]), Span.parse(parts[1]),
        parts.length == 3 ? Span.parse(parts[2]) : Duration.ZERO);
  }
}
