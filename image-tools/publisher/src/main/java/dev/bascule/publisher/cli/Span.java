package dev.bascule.publisher.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time on the command line: {@code 90d}, {@code 12h}, {@code 30m}, {@code 45s}. */
final class Span {

  private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,6})([dhms])");

  private Span() {}

  /**
   * Reads a length of time.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Duration parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a length of time such as 90d, 12h, 30m or 45s, found " + text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "d" -> Duration.ofDays(number);
      case "h" -> Duration.ofHours(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofSeconds(number);
    };
  }

  /** The largest unit that says enough: {@code 12 days}, {@code 5 hours}, {@code 30 minutes}. */
  static String inWords(Duration span) {
    if (span.toDays() > 1) {
      return span.toDays() + " days";
    }
    if (span.toHours() > 1) {
      return span.toHours() + " hours";
    }
    return span.toMinutes() + " minutes";
  }
}
