package dev.bascule.updater.doctor;

import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.Step;
import dev.bascule.updater.config.Window;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** When the device may do by itself what it would do. */
record WindowsExam(Configuration configuration, Clock clock, ZoneId local) implements Exam {

  @Override
  public String area() {
    return "windows";
  }

  @Override
  public List<Diagnosis> look() {
    List<Window> windows = configuration.policy().windows();
    if (windows.isEmpty()) {
      return List.of(Diagnosis.ok(area(), "none: the device updates itself at any time"));
    }
    List<Diagnosis> found = new ArrayList<>();
    Instant now = clock.instant();
    for (Window window : windows) {
      String steps = window.steps()
          .stream()
          .map(Step::word)
          .sorted()
          .collect(
              Collectors.joining(", "));
      String words = "\"" + window.start() + "\" to " + steps + (window.open(now, local)
          ? " is open"
          : window.opens(now, local)
              .map(opens -> " opens at " + opens.atZone(local).toOffsetDateTime())
              .orElse(" never opens again"));
      found.add(words.endsWith("again")
          ? Diagnosis.error(area(), words, "correct its start in the configuration")
          : Diagnosis.ok(area(), words));
    }
    return found;
  }
}
