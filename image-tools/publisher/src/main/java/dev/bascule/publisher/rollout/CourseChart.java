package dev.bascule.publisher.rollout;

import dev.bascule.image.catalog.Schedule;
import dev.bascule.publisher.progress.Size;
import java.time.Duration;
import java.util.Formatter;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A rollout's course as a picture (SVG 1.1): above, the share of devices that have begun, as planned, as it goes, and as it goes
 * if it is halted; below, the bytes of each hour by the way they come.
 */
public final class CourseChart {

  private static final int WIDTH = 960;
  private static final int LEFT = 90;
  private static final int RIGHT = 930;
  private static final int SHARE_TOP = 70;
  private static final int SHARE_BOTTOM = 300;
  private static final int BYTES_TOP = 370;
  private static final int BYTES_BOTTOM = 560;
  private static final int MOST_COLUMNS = 280;
  private static final Map<Way, String> COLOURS =
      Map.of(Way.DELTA, "#2a9d8f", Way.CHAIN, "#e9c46a", Way.FULL, "#5b6c8f");

  private final StringBuilder svg = new StringBuilder();
  private final Formatter out = new Formatter(svg, Locale.ROOT);
  private final Course course;
  private final @Nullable Course braked;
  private final int devices;
  private final int hours;

  private CourseChart(Course course, @Nullable Course braked, int devices) {
    this.course = course;
    this.braked = braked;
    this.devices = devices;
    this.hours = course.hours().size();
  }

  /**
   * Draws a course.
   *
   * @param title what is rolled out
   * @param schedule as planned
   * @param braked the course if it is halted, or null if nobody would
   */
  public static String draw(String title, Schedule schedule, Course course,
      @Nullable Course braked, int devices) {
    CourseChart chart = new CourseChart(course, braked, devices);
    chart.draw(title, schedule);
    return chart.svg.toString();
  }

  private void draw(String title, Schedule schedule) {
    out.format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d 620\" font-family=\"sans-serif\""
            + " font-size=\"13\" fill=\"#333\">\n<rect width=\"%d\" height=\"620\" fill=\"#fff\"/>\n",
        WIDTH, WIDTH);
    text(LEFT, 28, "start", title, "font-size=\"18\" font-weight=\"bold\"");
    frame(SHARE_TOP, SHARE_BOTTOM, "100 %", "devices that have begun");
    line(course, "#bbbbbb", "stroke-width=\"5\"", hour -> schedule.share(hour.at()));
    legend(0, "#bbbbbb", "as planned");
    cumulative(course, "#264653", "");
    legend(1, "#264653", "as it goes");
    Course halted = braked;
    if (halted != null) {
      cumulative(halted, "#c1121f", "stroke-dasharray=\"6 4\"");
      legend(2, "#c1121f", "if halted: " + halted.total().begun() + " of " + devices
          + " devices, " + halted.total().failed() + " failed");
    }
    bytes();
    out.format("</svg>\n");
  }

  private void bytes() {
    int each = Math.max(1, (hours + MOST_COLUMNS - 1) / MOST_COLUMNS);
    long peak = 1;
    for (int first = 0; first < hours; first += each) {
      peak = Math.max(peak, sum(first, each).bytes());
    }
    frame(BYTES_TOP, BYTES_BOTTOM, Size.of(peak),
        each == 1 ? "from the origin in an hour" : "from the origin in " + each + " hours");
    for (int first = 0; first < hours; first += each) {
      Hour sum = sum(first, each);
      double bottom = BYTES_BOTTOM;
      for (Way way : Way.values()) {
        double height = (double) sum.bytes(way) / peak * (BYTES_BOTTOM - BYTES_TOP);
        if (height > 0) {
          bottom -= height;
          out.format("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n",
              x(first), bottom, Math.max(0.5, x(first + each) - x(first) - 0.5), height,
              COLOURS.get(way));
        }
      }
    }
    int x = RIGHT - 300;
    for (Way way : Way.values()) {
      out.format("<rect x=\"%d\" y=\"345\" width=\"12\" height=\"12\" fill=\"%s\"/>\n", x,
          COLOURS.get(way));
      text(x + 18, 356, "start", way.toString(), "");
      x += 100;
    }
  }

  private Hour sum(int first, int count) {
    return course.hours()
        .subList(first, Math.min(hours, first + count))
        .stream()
        .reduce(Hour::and)
        .orElseThrow();
  }

  private void cumulative(Course shown, String colour, String more) {
    int[] begun = {0};
    line(shown, colour, "stroke-width=\"2\" " + more, hour -> {
      begun[0] += hour.begun();
      return (double) begun[0] / devices;
    });
  }

  /** A line through the hours of a course. */
  private void line(Course shown, String colour, String more, ToDoubleFunction<Hour> share) {
    out.format("<polyline fill=\"none\" stroke=\"%s\" %s points=\"", colour, more);
    for (int hour = 0; hour < hours; hour++) {
      out.format("%.1f,%.1f ", x(hour), SHARE_BOTTOM
          - share.applyAsDouble(shown.hours().get(hour)) * (SHARE_BOTTOM - SHARE_TOP));
    }
    out.format("\"/>\n");
  }

  private void frame(int top, int bottom, String most, String what) {
    out.format("<path d=\"M%d %d V%d H%d\" fill=\"none\" stroke=\"#333\"/>\n", LEFT, top, bottom,
        RIGHT);
    text(LEFT - 8, top + 5, "end", most, "");
    text(LEFT - 8, bottom + 5, "end", "0", "");
    text(LEFT, top - 12, "start", what, "font-weight=\"bold\"");
    int step = step();
    for (int hour = 0; hour <= hours; hour += step) {
      out.format("<path d=\"M%.1f %d v5\" stroke=\"#333\"/>\n", x(hour), bottom);
      text(x(hour), bottom + 20, "middle", label(hour), "");
    }
  }

  /** Some ten marks, at round times. */
  private int step() {
    for (int step : new int[]{1, 2, 6, 24, 48, 7 * 24, 14 * 24, 28 * 24}) {
      if (hours / step <= 12) {
        return step;
      }
    }
    return 91 * 24;
  }

  private static String label(int hour) {
    Duration since = Duration.ofHours(hour);
    return hour % 24 == 0 && hour > 0 ? since.toDays() + " d" : hour + " h";
  }

  private void legend(int place, String colour, String words) {
    int x = LEFT + 230 + place * 130;
    out.format("<path d=\"M%d 54 h22\" stroke=\"%s\" stroke-width=\"3\"/>\n", x, colour);
    text(x + 28, 58, "start", words, "");
  }

  private double x(double hour) {
    return LEFT + hour / Math.max(1, hours) * (RIGHT - LEFT);
  }

  private void text(double x, double y, String anchor, String words, String more) {
    out.format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>\n", x, y, anchor, more,
        words.replace("&", "&amp;").replace("<", "&lt;"));
  }

}
