package dev.bascule.updater.doctor;

import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.journal.JournalAudit;
import java.io.IOException;
import java.util.List;

/** Whether the journal is as it was written. */
record JournalExam(Configuration configuration) implements Exam {

  @Override
  public String area() {
    return "journal";
  }

  @Override
  public List<Diagnosis> look() throws IOException {
    JournalAudit audit = JournalAudit.of(DeviceView.journal(configuration), null);
    return audit.findings().isEmpty()
        ? List.of(Diagnosis.ok(area(), audit.head() == null ? "empty" : "whole"))
        : audit.findings()
            .stream()
            .map(finding -> Diagnosis.warning(area(), finding,
                "find out who wrote to it, or whether the medium fails"))
            .toList();
  }
}
