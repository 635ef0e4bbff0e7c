package dev.bascule.updater.calendar;

import dev.bascule.updater.calendar.CalendarDate.YearRange;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one calendar expression: {@code [weekdays] [date] [time] [zone]} (systemd.time(7), CALENDAR EVENTS). */
final class CalendarParser {

  private static final Map<String, String> SHORT = Map.of(
      "minutely", "*-*-* *:*:00",
      "hourly", "*-*-* *:00:00",
      "daily", "*-*-* 00:00:00",
      "monthly", "*-*-01 00:00:00",
      "weekly", "Mon *-*-* 00:00:00",
      "yearly", "*-01-01 00:00:00",
      "annually", "*-01-01 00:00:00",
      "quarterly", "*-01,04,07,10-01 00:00:00",
      "semiannually", "*-01,07-01 00:00:00");
  private static final List<String> WEEKDAYS = List.of("monday", "tuesday", "wednesday", "thursday",
      "friday", "saturday", "sunday");
  private static final Pattern DATE =
      Pattern.compile("(?:([0-9*,./]+)-)?([0-9*,./]+)([-~])([0-9*,./]+)");
  private static final Pattern TIME =
      Pattern.compile("([0-9*,./]+):([0-9*,./]+)(?::([0-9*,./]+))?");
  private static final Pattern PART =
      Pattern.compile("(\\d{1,4})(?:\\.\\.(\\d{1,4}))?(?:/(\\d{1,4}))?");
  private static final int LAST_YEAR = 2199;
  private static final int CENTURY = 2000;

  private final String text;

  CalendarParser(String text) {
    this.text = text;
  }

  CalendarExpression parse() {
    if (text.isBlank() || text.length() > CalendarExpression.MAX_LENGTH) {
      throw wrong("a text of 1 to " + CalendarExpression.MAX_LENGTH + " letters");
    }
    String word = text.strip();
    String full = SHORT.getOrDefault(word.toLowerCase(Locale.ROOT), word);
    List<String> words = new ArrayList<>(Arrays.asList(full.split(" +", -1)));
    ZoneId zone = words.size() > 1 ? zone(words.getLast()) : null;
    if (zone != null) {
      words.removeLast();
      full = SHORT.get(words.getFirst().toLowerCase(Locale.ROOT));
      words = words.size() == 1 && full != null
          ? new ArrayList<>(Arrays.asList(full.split(" ", -1)))
          : words;
    }
    BitSet weekdays = range(1, 7);
    if (Character.isLetter(words.getFirst().charAt(0))) {
      weekdays = weekdays(words.removeFirst());
    }
    CalendarDate date = new CalendarDate(List.of(), range(1, 12), range(1, 31), false);
    if (!words.isEmpty() && DATE.matcher(words.getFirst()).matches()) {
      date = date(words.removeFirst());
    }
    BitSet[] time = {single(0), single(0), single(0)};
    if (!words.isEmpty()) {
      time = time(words.removeFirst());
    }
    if (!words.isEmpty()) {
      throw wrong("[weekdays] [date] [time] [zone]");
    }
    return new CalendarExpression(text, zone, weekdays, date, time[0], time[1], time[2]);
  }

  /** The zone that a last word names, or null if it can be none. */
  private @Nullable ZoneId zone(String word) {
    boolean shaped = word.equals("UTC") || word.matches("[A-Z][A-Za-z_+-]+/[A-Za-z0-9_+/-]+");
    try {
      return shaped ? ZoneId.of(word) : null;
    } catch (DateTimeException e) {
      throw wrong("a time zone such as Europe/Berlin");
    }
  }

  private BitSet weekdays(String list) {
    BitSet days = new BitSet();
    for (String part : list.split(",", -1)) {
      String[] ends = part.split("\\.\\.|-", -1);
      if (ends.length > 2) {
        throw wrong("weekdays such as Mon,Wed or Mon..Fri");
      }
      int first = weekday(ends[0]);
      int last = weekday(ends[ends.length - 1]);
      if (last < first) {
        throw wrong("weekdays in their order, Mon first");
      }
      days.set(first, last + 1);
    }
    return days;
  }

  private int weekday(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (String day : WEEKDAYS) {
      if (lower.equals(day) || lower.equals(day.substring(0, 3))) {
        return WEEKDAYS.indexOf(day) + 1;
      }
    }
    throw wrong("a weekday's name or its first three letters");
  }

  private CalendarDate date(String word) {
    Matcher matcher = DATE.matcher(word);
    if (!matcher.matches()) {
      throw wrong("a date such as *-*-01");
    }
    String year = matcher.group(1);
    return new CalendarDate(
        year == null || year.equals("*") ? List.of() : years(year),
        numbers(matcher.group(2), 1, 12),
        matcher.group(3).equals("~")
            ? fromEnd(matcher.group(4))
            : numbers(matcher.group(4), 1, 31),
        matcher.group(3).equals("~"));
  }

  private BitSet[] time(String word) {
    Matcher matcher = TIME.matcher(word);
    if (!matcher.matches()) {
      throw wrong("a date such as *-*-01 or a time such as 02:30");
    }
    String second = matcher.group(3);
    return new BitSet[]{numbers(matcher.group(1), 0, 23), numbers(matcher.group(2), 0, 59),
        second == null ? single(0) : numbers(second, 0, 59)};
  }

  private List<YearRange> years(String list) {
    List<YearRange> years = new ArrayList<>();
    for (String part : list.split(",", -1)) {
      Matcher matcher = part(part);
      int from = year(matcher.group(1));
      int to = matcher.group(2) == null
          ? matcher.group(3) == null ? from : LAST_YEAR
          : year(matcher.group(2));
      int step = matcher.group(3) == null ? 1 : step(matcher.group(3));
      if (to < from) {
        throw wrong("years in their order");
      }
      years.add(new YearRange(from, to, step));
    }
    return years;
  }

  /** Two digits are of this century, or the last from 70 on. */
  private int year(String digits) {
    int year = Integer.parseInt(digits);
    if (digits.length() <= 2) {
      year += year < 70 ? CENTURY : CENTURY - 100;
    }
    if (year < 1970 || year > LAST_YEAR) {
      throw wrong("a year from 1970 to " + LAST_YEAR);
    }
    return year;
  }

  /** Days counted from the month's end, of which every month has 28; a repetition goes on towards the end. */
  private BitSet fromEnd(String list) {
    if (list.contains("..") || !list.contains("/")) {
      return numbers(list, 1, 28);
    }
    BitSet days = new BitSet();
    for (String part : list.split(",", -1)) {
      Matcher matcher = part(part);
      int day = Integer.parseInt(matcher.group(1));
      int step = matcher.group(3) == null ? day : step(matcher.group(3));
      if (day < 1 || day > 28 || (matcher.group(3) != null && day - step < 1)) {
        throw wrong("days from 28 to 1 before the month's end");
      }
      for (; day >= 1; day -= step) {
        days.set(day);
      }
    }
    return days;
  }

  private BitSet numbers(String list, int least, int greatest) {
    if (list.equals("*")) {
      return range(least, greatest);
    }
    BitSet numbers = new BitSet();
    for (String part : list.split(",", -1)) {
      Matcher matcher = part(part);
      int from = Integer.parseInt(matcher.group(1));
      boolean repeats = matcher.group(3) != null;
      int to = matcher.group(2) == null
          ? repeats ? greatest : from
          : Integer.parseInt(matcher.group(2));
      if (from < least || to > greatest || to < from) {
        throw wrong("numbers from " + least + " to " + greatest + ", in their order");
      }
      int step = repeats ? step(matcher.group(3)) : 1;
      if (repeats && from + step > to) {
        throw wrong("a step that comes at least once until " + to);
      }
      for (int number = from; number <= to; number += step) {
        numbers.set(number);
      }
    }
    return numbers;
  }

  private Matcher part(String part) {
    Matcher matcher = PART.matcher(part);
    if (!matcher.matches()) {
      throw wrong("*, or numbers such as 1, 1..5, 0/15 or 1,3");
    }
    return matcher;
  }

  private int step(String digits) {
    int step = Integer.parseInt(digits);
    if (step < 1) {
      throw wrong("a step of at least 1");
    }
    return step;
  }

  private static BitSet range(int least, int greatest) {
    BitSet all = new BitSet();
    all.set(least, greatest + 1);
    return all;
  }

  private static BitSet single(int number) {
    return range(number, number);
  }

  private IllegalArgumentException wrong(String expected) {
    return new IllegalArgumentException("expected " + expected + ", found \"" + text + '"');
  }
}
