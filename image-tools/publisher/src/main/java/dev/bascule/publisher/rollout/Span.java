package dev.bascule.publisher.rollout;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as people write it: {@code 90d}, {@code 12h}, {@code 30m}, {@code 45s}. */
public final class Span {

  private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,8})([dhms])");

  private Span() {}

  /**
   * Reads a length of time.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static Duration parse(String text) {
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

  /** Whole seconds in the largest unit that says them all, so that {@link #parse} reads them back. */
  public static String format(Duration span) {
    long seconds = span.toSeconds();
    if (seconds % Duration.ofDays(1).toSeconds() == 0) {
      return span.toDays() + "d";
    }
    if (seconds % Duration.ofHours(1).toSeconds() == 0) {
      return span.toHours() + "h";
    }
    return seconds % 60 == 0 ? span.toMinutes() + "m" : seconds + "s";
  }

  /** The largest unit that says enough: {@code 12 days}, {@code 5 hours}, {@code 30 minutes}. */
  public static String inWords(Duration span) {
    if (span.toDays() > 1) {
      return span.toDays() + " days";
    }
    if (span.toHours() > 1) {
      return span.toHours() + " hours";
    }
    return span.toMinutes() + " minutes";
  }
}
