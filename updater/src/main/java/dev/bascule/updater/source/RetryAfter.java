package dev.bascule.updater.source;

import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After} (RFC 9110, section 10.2.3): seconds, or a date. */
final class RetryAfter {

  /** A server that wants more is not believed: nothing may keep a device from its updates for good. */
  static final Duration LONGEST = Duration.ofDays(1);

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private RetryAfter() {}

  /** What an answer asks for, or null. */
  static @Nullable Duration of(HttpResponse<?> response, Instant now) {
    return response.headers()
        .firstValue("Retry-After")
        .flatMap(value -> parse(value, now))
        .orElse(null);
  }

  /** How long to wait from now on; empty for what is neither, or in the past. */
  static Optional<Duration> parse(String value, Instant now) {
    Duration wait;
    if (SECONDS.matcher(value).matches()) {
      wait = Duration.ofSeconds(Long.parseLong(value));
    } else {
      try {
        wait = Duration.between(now,
            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
    return wait.isPositive()
        ? Optional.of(wait.compareTo(LONGEST) > 0 ? LONGEST : wait)
        : Optional.empty();
  }
}
