package dev.bascule.updater.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moments that come again, as systemd.time(7) writes them: {@code Sat *-*-* 02:00}, {@code Mon..Fri 22:30:00},
 * {@code *-*~03 04:00 Europe/Berlin}, {@code weekly}. Whole seconds; no {@code @} times. A local time that a change of the
 * clock leaves out does not come on that day.
 */
public final class CalendarExpression {

  /** A longer text is refused. */
  static final int MAX_LENGTH = 256;
  private static final int MOST_YEARS = 30;

  private final String text;
  private final @Nullable ZoneId zone;
  private final BitSet weekdays;
  private final CalendarDate date;
  private final BitSet hours;
  private final BitSet minutes;
  private final BitSet seconds;

  CalendarExpression(String text, @Nullable ZoneId zone, BitSet weekdays, CalendarDate date,
      BitSet hours, BitSet minutes, BitSet seconds) {
    this.text = text;
    this.zone = zone;
    this.weekdays = weekdays;
    this.date = date;
    this.hours = hours;
    this.minutes = minutes;
    this.seconds = seconds;
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static CalendarExpression parse(String text) {
    return new CalendarParser(text).parse();
  }

  /**
   * The next such moment.
   *
   * @param after it is later than this
   * @param local the device's own zone, for an expression that names none
   * @return empty if there is none in the next decades
   */
  public Optional<Instant> next(Instant after, ZoneId local) {
    ZoneId in = zone == null ? local : zone;
    LocalDateTime from = ZonedDateTime.ofInstant(after, in).toLocalDateTime();
    LocalDate last = from.toLocalDate().plusYears(MOST_YEARS);
    for (LocalDate day = from.toLocalDate(); day.isBefore(last); day = next(day)) {
      if (matches(day)) {
        Optional<Instant> found = on(day, after, in);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private LocalDate next(LocalDate day) {
    return date.matchesYear(day.getYear()) && date.matchesMonth(day.getMonthValue())
        ? day.plusDays(1)
        : day.withDayOfMonth(1).plusMonths(1);
  }

  private boolean matches(LocalDate day) {
    return date.matches(day) && weekdays.get(day.getDayOfWeek().getValue());
  }

  /** The first moment of a day that is later. */
  private Optional<Instant> on(LocalDate day, Instant after, ZoneId in) {
    for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
      LocalDateTime end = LocalDateTime.of(day, LocalTime.of(hour, 59, 59));
      if (end.atZone(in).plusHours(1).toInstant().isBefore(after)) {
        continue;
      }
      for (int minute = minutes.nextSetBit(0); minute >= 0; minute =
          minutes.nextSetBit(minute + 1)) {
        for (int second = seconds.nextSetBit(0); second >= 0; second =
            seconds.nextSetBit(second + 1)) {
          ZonedDateTime moment = LocalDateTime.of(day, LocalTime.of(hour, minute, second))
              .atZone(in);
          if (moment.getHour() == hour && moment.getMinute() == minute
              && moment.toInstant().isAfter(after)) {
            return Optional.of(moment.toInstant());
          }
        }
      }
    }
    return Optional.empty();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
