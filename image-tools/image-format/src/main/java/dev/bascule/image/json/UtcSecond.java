package dev.bascule.image.json;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;

/** A time in UTC to the second, in exactly one spelling: {@code 2030-01-31T23:59:59Z}. */
public final class UtcSecond {

  private static final int LENGTH = "2030-01-31T23:59:59Z".length();
  private static final DateTimeFormatter FORMAT = DateTimeFormatter
      .ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'")
      .withResolverStyle(ResolverStyle.STRICT);

  private UtcSecond() {}

  /**
   * Reads a time in the years 0000 to 9999.
   *
   * @throws IllegalArgumentException for any other spelling, and for times that do not exist
   */
  public static Instant parse(String text) {
    if (text.length() != LENGTH) {
      throw new IllegalArgumentException("not a time as in 2030-01-31T23:59:59Z");
    }
    try {
      return LocalDateTime.parse(text, FORMAT).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("not a time as in 2030-01-31T23:59:59Z: " + text, e);
    }
  }

  /** Writes a time, cut to the second, so that {@link #parse} reads it back. */
  public static String format(Instant time) {
    return FORMAT.format(LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.SECONDS),
        ZoneOffset.UTC));
  }
}
