package dev.bascule.updater.doctor;

import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.HawkbitSettings;
import dev.bascule.updater.device.HawkbitLink;
import dev.bascule.updater.hawkbit.Errand;
import dev.bascule.updater.hawkbit.PollTime;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether the fleet's server can be reached, and what it wants. */
record HawkbitExam(Configuration configuration, boolean ask) implements Exam {

  @Override
  public String area() {
    return "hawkbit";
  }

  @Override
  public List<Diagnosis> look() throws IOException {
    HawkbitSettings hawkbit = configuration.hawkbit();
    if (hawkbit == null) {
      return List.of();
    }
    List<Diagnosis> found = new ArrayList<>();
    found.add(place(hawkbit));
    Errand errand = HawkbitLink.memory(configuration).errand();
    found.add(Diagnosis.ok(area(), errand == null
        ? "no action is open"
        : "action " + errand.action() + " wants " + errand.version() + "; told last: "
            + (errand.told().isEmpty() ? "nothing" : errand.told())));
    PollTime.read(configuration.device().run())
        .ifPresent(time -> found.add(Diagnosis.ok(area(), "polled at " + time.at()
            + ", not again before " + time.next())));
    if (ask) {
      found.add(answers(hawkbit));
    }
    return found;
  }

  private Diagnosis place(HawkbitSettings hawkbit) {
    String words = hawkbit.controller() + " at " + hawkbit.url();
    return hawkbit.url().getScheme().equalsIgnoreCase("https")
        ? Diagnosis.ok(area(), words)
        : Diagnosis.warning(area(), words + ": anybody on the way reads the token",
            "use https, unless the way is the device's own");
  }

  private Diagnosis answers(HawkbitSettings hawkbit) {
    try (HawkbitLink link = HawkbitLink.open(configuration, hawkbit, Instant.EPOCH)) {
      link.poll();
      return Diagnosis.ok(area(), "it answers and knows the device");
    } catch (IOException e) {
      return Diagnosis.error(area(), String.valueOf(e.getMessage()),
          "see network and token; bascule update VERSION works without it");
    }
  }
}
