package dev.bascule.updater.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.bascule.updater.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** systemd-analyze has the last word. */
class CalendarExpressionTest {

  private static final Pattern MOMENT =
      Pattern.compile("(?:Next elapse|Iter\\. #\\d+|\\(in UTC\\)): \\w{3} "
          + "(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d) UTC");
  private static final String BASE = "2026-02-27 23:10:30";

  @ParameterizedTest
  @ValueSource(strings = {"Sat *-*-* 02:00", "Mon..Fri 22:30:00", "Sat,Sun 03:00", "*-*~03 04:00",
      "*-02~01", "*-*-31", "Mon *-05~07/1", "daily", "weekly", "quarterly", "minutely", "02:00",
      "*:0/15",
      "*-*-1..7 01:00", "Mon *-*-1..7 01:00", "2027-01-01", "26/2-03-05 6,18:30:15", "03-29 01:59",
      "Wednesday", "Thu 12..16/2:00", "*-1/3-1 *:59:59", "*-02-29 12:00", "hourly"})
  void agreesWithSystemd(String expression) throws IOException {
    assertThat(ours(expression, 5)).isEqualTo(theirs(expression, 5)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agreesWithSystemdOnWhateverCanBeWritten(long seed)
      throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int round = 0; round < 15; round++) {
      String expression = random(random);
      Optional<List<String>> theirs = judged(expression);
      if (theirs.isPresent()) {
        assertThat(ours(expression, 3)).as(expression).isEqualTo(theirs.get());
      } else {
        assertThatThrownBy(() -> CalendarExpression.parse(expression)).as(expression)
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void goesByTheZoneThatItNamesOrElseTheDevices() {
    Instant after = Instant.parse("2026-07-01T00:00:00Z");
    CalendarExpression plain = CalendarExpression.parse("02:00");

    assertThat(plain.next(after, ZoneId.of("Europe/Berlin")))
        .contains(Instant.parse("2026-07-02T00:00:00Z"));
    assertThat(CalendarExpression.parse("02:00 America/New_York").next(after, ZoneId.of("UTC")))
        .contains(Instant.parse("2026-07-01T06:00:00Z"));
    assertThat(CalendarExpression.parse("daily UTC").next(after, ZoneId.of("Europe/Berlin")))
        .contains(Instant.parse("2026-07-02T00:00:00Z"));
  }

  /** On 29 March 2026 the clock goes from 2 to 3 in Berlin, on 25 October from 3 to 2. */
  @Test
  void leavesOutATimeThatTheClockLeavesOut() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    CalendarExpression early = CalendarExpression.parse("02:30");

    assertThat(early.next(Instant.parse("2026-03-28T12:00:00Z"), berlin))
        .contains(Instant.parse("2026-03-30T00:30:00Z"));
    assertThat(early.next(Instant.parse("2026-10-24T12:00:00Z"), berlin))
        .contains(Instant.parse("2026-10-25T00:30:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nonsense", "Mon..Xyz", "25:00", "*-13-01", "*-*-32", "1:2:3:4", "0/0:00",
          "Fri..Mon", "2026-01-01 00:00 Nowhere/Land", "5..1:00", "*-*-* 00:00:00 more", "@5",
          "1969-1-1", "*:58/2", "*-*~29"})
  void refusesWhatSystemdRefuses(String expression) {
    assertThatThrownBy(() -> CalendarExpression.parse(expression))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected ");
  }

  @FuzzTest(maxDuration = "20s")
  void refusesOrFindsWhateverItReads(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    CalendarExpression expression;
    try {
      expression = CalendarExpression.parse(text);
    } catch (IllegalArgumentException e) {
      return;
    }
    Instant after = Instant.parse("2026-02-27T23:10:30Z");
    Optional<Instant> next = expression.next(after, ZoneId.of("UTC"));
    assertThat(next.map(moment -> moment.isAfter(after)).orElse(true)).isTrue();
  }

  private static List<String> ours(String expression, int count) {
    List<String> moments = new ArrayList<>();
    Instant after = Instant.parse(BASE.replace(' ', 'T') + "Z");
    for (int i = 0; i < count; i++) {
      Optional<Instant> next = CalendarExpression.parse(expression).next(after, ZoneId.of("UTC"));
      if (next.isEmpty()) {
        break;
      }
      after = next.get();
      moments.add(after.toString().replace('T', ' ').replace("Z", ""));
    }
    return moments;
  }

  /** What systemd finds, or empty if it refuses. */
  private static Optional<List<String>> judged(String expression) throws IOException {
    try {
      return Optional.of(theirs(expression, 3));
    } catch (AssertionError e) {
      assertThat(e).hasMessageContaining("Failed to parse calendar specification");
      return Optional.empty();
    }
  }

  private static List<String> theirs(String expression, int count)
      throws IOException {
    Tool.require("systemd-analyze");
    String said = Tool.run(List.of("env", "TZ=UTC", "LC_ALL=C", "systemd-analyze", "calendar",
        "--iterations=" + count, "--base-time=" + BASE, expression));
    List<String> moments = new ArrayList<>();
    Matcher matcher = MOMENT.matcher(said);
    while (matcher.find()) {
      moments.add(matcher.group(1) + " " + matcher.group(2));
    }
    return moments.stream().distinct().toList();
  }

  private static String random(RandomGenerator random) {
    String weekdays = random.nextBoolean()
        ? ""
        : Arrays.asList("Mon ", "Tue,Thu ", "Sat..Sun ", "Fri ").get(random.nextInt(4));
    String date = Arrays.asList("", "*-*-* ", "*-" + part(random, 1, 12) + "-* ",
        "*-*-" + part(random, 1, 28) + " ", "*-*~" + part(random, 1, 28) + " ",
        "2026..2030-*-" + part(random, 1, 28) + " ").get(random.nextInt(6));
    return weekdays + date + part(random, 0, 23) + ":" + part(random, 0, 59)
        + (random.nextBoolean() ? "" : ":" + part(random, 0, 59));
  }

  private static String part(RandomGenerator random, int least, int greatest) {
    int from = random.nextInt(least, greatest);
    int to = random.nextInt(from, greatest + 1);
    return switch (random.nextInt(5)) {
      case 0 -> "*";
      case 1 -> Integer.toString(from);
      case 2 -> from + ".." + to;
      case 3 -> from + "/" + random.nextInt(1, 10);
      default -> from + "," + to;
    };
  }
}
