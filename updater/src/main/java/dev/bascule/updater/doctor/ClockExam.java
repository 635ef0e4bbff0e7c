package dev.bascule.updater.doctor;

import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.journal.Entry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether the clock can be right: it must not be before what the device knows to have happened. */
record ClockExam(Configuration configuration, Clock clock) implements Exam {

  private static final Duration LEEWAY = Duration.ofMinutes(5);

  @Override
  public String area() {
    return "clock";
  }

  @Override
  public List<Diagnosis> look() throws IOException {
    Instant now = clock.instant();
    List<Entry> entries = DeviceView.history(configuration).entries();
    Instant last = entries.isEmpty() ? Instant.EPOCH : entries.getLast().at();
    if (now.isBefore(last.minus(LEEWAY))) {
      return List.of(Diagnosis.warning(area(), "it says " + now
          + ", but the journal has an entry of " + last,
          "set it, or let the network do it; updates are verified against the latest time that "
              + "signed metadata tell"));
    }
    return List.of(Diagnosis.ok(area(), "it says " + now));
  }
}
