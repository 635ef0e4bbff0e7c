package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.json.UtcSecond;
import dev.bascule.publisher.progress.Size;
import dev.bascule.publisher.rollout.Course;
import dev.bascule.publisher.rollout.Hour;
import dev.bascule.publisher.rollout.Way;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The course of a simulated rollout, in words and in JSON. */
record CourseReport(int devices) {

  private static final int MOST_ROWS = 48;

  /** Adds the sums. */
  void addTo(ObjectNode json, Course course) {
    Hour total = course.total();
    json.put("begun", total.begun())
        .put("failed", total.failed())
        .put("bytes", total.bytes())
        .put("peak_bytes_per_hour", course.peak());
    Instant halted = course.halted();
    if (halted != null) {
      json.put("at", UtcSecond.format(halted));
    }
  }

  /** Adds an hour. */
  static void add(Hour hour, ObjectNode json) {
    json.put("at", UtcSecond.format(hour.at()))
        .put("polls", hour.polls())
        .put("begun", hour.begun())
        .put("failed", hour.failed());
    for (Way way : Way.values()) {
      json.put(way + "_bytes", hour.bytes(way));
    }
  }

  /** In one line. */
  String summary(Course course) {
    Hour total = course.total();
    Instant halted = course.halted();
    return String.format(Locale.ROOT, "%d devices begin (%.2f %%), %d fail; %s in all, at most %s "
        + "in an hour%s", total.begun(), 100.0 * total.begun() / devices, total.failed(),
        Size.of(total.bytes()), Size.of(course.peak()),
        halted == null ? "" : "; halted at " + UtcSecond.format(halted));
  }

  /** Hour by hour, or in as many hours together as give a page. */
  List<String> table(Course course) {
    List<Hour> hours = course.hours();
    int each = (hours.size() + MOST_ROWS - 1) / MOST_ROWS;
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "%-20s %9s %9s %8s %8s %10s %10s %10s",
        each == 1 ? "hour" : each + " hours from", "polls", "begin", "in all", "fail", "delta",
        "chain", "full"));
    int begun = 0;
    for (int first = 0; first < hours.size(); first += each) {
      Hour row = hours.subList(first, Math.min(hours.size(), first + each))
          .stream()
          .reduce(Hour::and)
          .orElseThrow();
      begun += row.begun();
      lines.add(String.format(Locale.ROOT, "%-20s %9d %9d %7.2f%% %8d %10s %10s %10s",
          UtcSecond.format(row.at()), row.polls(), row.begun(), 100.0 * begun / devices,
          row.failed(), Size.of(row.bytes(Way.DELTA)), Size.of(row.bytes(Way.CHAIN)),
          Size.of(row.bytes(Way.FULL))));
    }
    return lines;
  }
}
