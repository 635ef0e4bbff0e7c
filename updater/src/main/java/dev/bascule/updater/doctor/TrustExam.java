package dev.bascule.updater.doctor;

import dev.bascule.image.tuf.TrustedRole;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.device.TrustedMetadata;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Whether the trust anchor is there, and until when what is trusted holds. */
record TrustExam(Configuration configuration, Clock clock) implements Exam {

  private static final Duration SOON = Duration.ofDays(60);

  @Override
  public String area() {
    return "keys";
  }

  @Override
  public List<Diagnosis> look() throws IOException {
    List<Diagnosis> found = new ArrayList<>();
    Instant now = clock.instant();
    for (TrustedRole role : TrustedMetadata.read(configuration)) {
      String words = role.name() + " version " + role.version() + " holds until " + role.expires();
      if (!role.name().equals("root") || role.expires().isAfter(now.plus(SOON))) {
        found.add(Diagnosis.ok(area(), words));
      } else if (role.expires().isAfter(now)) {
        found.add(Diagnosis.warning(area(), words,
            "its holders sign a new one: bascule-image root"));
      } else {
        found.add(Diagnosis.error(area(), words + ", which is over",
            "its holders sign a new one: bascule-image root; the device takes it at its next look"));
      }
    }
    return found;
  }
}
