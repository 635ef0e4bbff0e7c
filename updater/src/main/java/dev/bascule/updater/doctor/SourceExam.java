package dev.bascule.updater.doctor;

import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.SourceSettings;
import dev.bascule.updater.config.Span;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.device.LastLook;
import dev.bascule.updater.device.SourceProbe;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the update source can be reached and what it has verifies. */
record SourceExam(Configuration configuration, boolean ask) implements Exam {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Override
  public String area() {
    return "source";
  }

  @Override
  public List<Diagnosis> look() throws IOException {
    SourceSettings source = configuration.source();
    if (source == null) {
      return List.of(Diagnosis.ok(area(), "none is configured: updates come by hand"));
    }
    List<Diagnosis> found = new ArrayList<>();
    found.add(Diagnosis.ok(area(), source.url() + ", asked every " + Span.format(source.poll())
        + " and up to " + Span.format(source.jitter()) + " later"));
    LastLook look = DeviceView.read(configuration).lastLook();
    found.add(Diagnosis.ok(area(), look == null
        ? "not looked at since the device started"
        : "looked at " + look.at() + ": " + look.summary()));
    if (ask) {
      Optional<String> wrong =
          new SourceProbe(configuration, Instant.EPOCH, true).ask(LIMIT);
      found.add(wrong.isEmpty()
          ? Diagnosis.ok(area(), "it is reachable and verifies")
          : Diagnosis.error(area(), wrong.get(),
              "see network, clock and keys; bascule install BUNDLE works without it"));
    }
    return found;
  }
}
