package dev.bascule.publisher.rollout;

import dev.bascule.image.catalog.Wave;
import java.time.Duration;

/** A wave as people write it: {@code 10%:1d}, or with its soak, {@code 10%:1d:12h}. */
public final class WaveText {

  private WaveText() {}

  /**
   * Reads a wave.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Wave parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw new IllegalArgumentException(
          "expected SHARE:LENGTH or SHARE:LENGTH:SOAK, such as 10%:1d:12h, found " + text);
    }
    return new Wave(Share.parse(parts[0]), Span.parse(parts[1]),
        parts.length == 3 ? Span.parse(parts[2]) : Duration.ZERO);
  }

  /** Writes it so that {@link #parse} reads it back. */
  public static String format(Wave wave) {
    String text = Share.format(wave.share()) + ":" + Span.format(wave.length());
    return wave.soak().isZero() ? text : text + ":" + Span.format(wave.soak());
  }
}
