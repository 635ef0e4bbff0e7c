package dev.bascule.updater.health;

import dev.bascule.updater.journal.CheckNote;
import java.util.List;

/** What all checks said, in the order in which they ran. */
public record HealthReport(List<CheckResult> results) {

  public HealthReport {
    results = List.copyOf(results);
  }

  /** Whether every required check passed; true where there is none. */
  public boolean healthy() {
    return results.stream().allMatch(result -> result.passed() || !result.required());
  }

  /** The required checks that did not pass. */
  public List<CheckNote> failedRequired() {
    return results.stream()
        .filter(result -> result.required() && !result.passed())
        .map(result -> new CheckNote(result.name(), result.words(), result.output()))
        .toList();
  }

  /** The wanted checks that did not pass: they warn. */
  public List<CheckResult> warnings() {
    return results.stream().filter(result -> !result.required() && !result.passed()).toList();
  }
}
