package dev.bascule.updater.device;

import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.evidence.Evidence;
import dev.bascule.updater.evidence.Evidence.Part;
import dev.bascule.updater.evidence.EvidenceCollector;
import dev.bascule.updater.evidence.EvidenceStore;
import dev.bascule.updater.health.HealthReport;
import dev.bascule.updater.journal.Entry;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.Ledger.Verdict;
import dev.bascule.updater.process.SystemPrograms;
import dev.bascule.updater.state.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keeps what can be known of a failure of this boot or the last, once, as soon as the journal has it. */
final class FailureEvidence {

  private static final int OUTPUT = 64 << 10;

  private final Configuration configuration;
  private final EvidenceStore store;
  private HealthReport report = new HealthReport(List.of());

  FailureEvidence(Configuration configuration) {
    this.configuration = configuration;
    this.store = store(configuration);
  }

  static EvidenceStore store(Configuration configuration) {
    return new EvidenceStore(configuration.device().state().resolve("evidence"));
  }

  /** What the checks of this boot said. */
  void checked(HealthReport checks) {
    report = checks;
  }

  /** Keeps what there is to keep. Evidence is a help: that it cannot be had stops nothing. */
  void keep(Observation seen) {
    try {
      Verdict verdict = seen.ledger().verdict();
      if (verdict != null && !verdict.checked().healthy()
          && verdict.boot().equals(seen.bootId())
          && !store.has(seen.bootId(), "health_checked")) {
        List<Part> parts = new ArrayList<>(checks());
        parts.addAll(collector().ofThisBoot());
        store.write(seen.bootId(), "health_checked", new Evidence(parts));
      }
      Entry outcome = seen.ledger().outcome();
      if (outcome != null && outcome.event() instanceof Event.FellBack
          && outcome.boot().equals(seen.bootId())
          && !store.has(seen.bootId(), "fell_back")) {
        store.write(seen.bootId(), "fell_back", new Evidence(collector().ofLastBoot()));
      }
    } catch (IOException e) {
      // The journal has the reason all the same.
    }
  }

  private List<Part> checks() {
    return report.results()
        .stream()
        .filter(result -> !result.passed())
        .map(result -> new Part("check " + result.name(), result.words() + "\n" + result.output()))
        .toList();
  }

  private EvidenceCollector collector() {
    Path root = configuration.device().root();
    return new EvidenceCollector(
        new SystemPrograms(configuration.host().proc(), Map.of(), OUTPUT),
        List.of(configuration.host().sys().resolve("fs/pstore"),
            root.resolve("var/lib/systemd/pstore")));
  }
}
