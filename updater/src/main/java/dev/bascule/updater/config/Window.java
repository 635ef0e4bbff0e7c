package dev.bascule.updater.config;

import dev.bascule.updater.calendar.CalendarExpression;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A stretch of time in which the device may do something by itself: a table {@code [[window]]}.
 *
 * @param start when it opens, in local time unless it names a zone
 * @param duration how long it stays open
 * @param steps what may be done in it
 */
public record Window(CalendarExpression start, Duration duration, Set<Step> steps) {

  public Window {
    steps = Set.copyOf(steps);
  }

  /** Whether it is open. */
  public boolean open(Instant now, ZoneId local) {
    return start.next(now.minus(duration), local)
        .map(opened -> !opened.isAfter(now))
        .orElse(false);
  }

  /** When it opens next; empty if never. */
  public Optional<Instant> opens(Instant now, ZoneId local) {
    return start.next(now, local);
  }

  static Window read(Section table) throws ConfigurationException {
    CalendarExpression start = table.parsed("start",
        "a calendar expression such as \"Sat *-*-* 02:00\" (systemd.time(7))",
        CalendarExpression::parse);
    Duration duration = table.duration("duration", "1h", "1m", "30d");
    Set<Step> steps = new TreeSet<>();
    for (String word : table.optionalStrings("for")
        .orElse(List.of("install", "activate", "reboot"))) {
      try {
        steps.add(Step.parse(word));
      } catch (IllegalArgumentException e) {
        throw table.wrong("for", "\"install\", \"activate\" or \"reboot\"", '"' + word + '"');
      }
    }
    table.refuseUnknown();
    return new Window(start, duration, steps);
  }
}
