package dev.bascule.updater.doctor;

import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.journal.Entry;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.Ledger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the last attempts ended, and what is kept away because of them. */
record AttemptsExam(Configuration configuration) implements Exam {

  @Override
  public String area() {
    return "attempts";
  }

  @Override
  public List<Diagnosis> look() throws IOException {
    Ledger ledger = DeviceView.history(configuration).ledger();
    List<Diagnosis> found = new ArrayList<>();
    found.add(outcome(ledger.outcome()));
    ledger.quarantine()
        .forEach(entry -> found.add(Diagnosis.warning(area(),
            entry.image() + " is not tried again, it failed at " + entry.since() + ": "
                + entry.why(),
            "bascule history --evidence; once the reason is gone: bascule mark retry "
                + entry.image().version())));
    Ledger.Hold hold = ledger.hold();
    if (hold != null) {
      found.add(Diagnosis.warning(area(), hold.version() + " is held since " + hold.since() + " by "
          + hold.by() + ": " + hold.why(),
          "to take it again: bascule mark retry "
              + hold.version()));
    }
    return found;
  }

  private Diagnosis outcome(@Nullable Entry outcome) {
    if (outcome == null) {
      return Diagnosis.ok(area(), "none yet");
    }
    return switch (outcome.event()) {
      case Event.FellBack(var from, var to, var image, var reason, var why) ->
        Diagnosis.warning(area(), outcome.at() + ": fell back from slot " + from + " (" + image
            + ") to " + to + ", " + reason + ": " + why, "bascule history --evidence says more");
      case Event.RolledBack(var from, var to, var by, var why) -> Diagnosis.ok(area(),
          outcome.at() + ": rolled back from slot " + from + " to " + to + " by " + by + ": "
              + why);
      case Event.RollbackFailed(var from, var to, var why) -> Diagnosis.warning(area(),
          outcome.at() + ": the rollback from slot " + from + " to " + to + " failed: " + why,
          "bascule status shows what would boot");
      default -> Diagnosis.ok(area(), outcome.at() + ": the last update was confirmed");
    };
  }
}
