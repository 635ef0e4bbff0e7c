package dev.bascule.updater.calendar;

import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;

/**
 * Which days an expression means, weekdays aside.
 *
 * @param years empty for every year
 * @param days of the month; counted from its end where that is said: 1 is the last
 */
record CalendarDate(List<YearRange> years, BitSet months, BitSet days, boolean fromEnd) {

  /** Years from one to another, both included, each so many. */
  record YearRange(int from, int to, int step) {
    boolean contains(int year) {
      return year >= from && year <= to && (year - from) % step == 0;
    }
  }

  CalendarDate {
    years = List.copyOf(years);
  }

  boolean matchesYear(int year) {
    return years.isEmpty() || years.stream().anyMatch(range -> range.contains(year));
  }

  boolean matchesMonth(int month) {
    return months.get(month);
  }

  boolean matches(LocalDate day) {
    int number = fromEnd ? day.lengthOfMonth() - day.getDayOfMonth() + 1 : day.getDayOfMonth();
    return matchesYear(day.getYear()) && matchesMonth(day.getMonthValue()) && days.get(number);
  }
}
