package dev.bascule.updater.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.evidence.Evidence;
import dev.bascule.updater.evidence.EvidenceStore;
import dev.bascule.updater.journal.Entry;
import dev.bascule.updater.journal.EntryJson;
import dev.bascule.updater.journal.JournalAudit;
import dev.bascule.updater.journal.JournalAudit.Head;
import dev.bascule.updater.journal.JournalHistory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the journal. */
@Command(name = "history",
    description = "Show what was tried and what came of it, the latest last.", footer = {
        "",
        "Each line of the journal is tied to the one before it. --json gives the last line's number and digits as",
        "its head; whoever keeps that elsewhere finds out later, with --head, whether the journal was cut or rewritten.",
        "", "Example: why did the last update not stay?",
        "  bascule history --last 5 --evidence"})
final class HistoryCommand extends DeviceCommand {

  @Option(names = {"-n",
      "--last"}, paramLabel = "N", defaultValue = "20",
      description = "How many entries (default: 20); 0 for all that are kept.")
  private int last;

  @Option(names = "--evidence",
      description = "Show what was kept of each failure: checks' output, failed units, the end of the system's journal, the kernel's last words.")
  private boolean withEvidence;

  @Option(names = "--verify",
      description = "Show instead whether lines were altered or removed. Exit status 1: some were.")
  private boolean verify;

  @Option(names = "--head", paramLabel = "N:DIGITS", converter = HeadConverter.class,
      description = "Verify that this line, taken down earlier, is still there.")
  private @Nullable Head head;

  @Override
  int run(Configuration configuration, Printer printer) throws IOException {
    JournalAudit audit = JournalAudit.of(DeviceView.journal(configuration), head);
    return verify || head != null ? verify(audit, printer) : show(configuration, audit, printer);
  }

  private static int verify(JournalAudit audit, Printer printer) {
    ObjectNode facts = Printer.object().put("whole", audit.findings().isEmpty());
    addHead(audit, facts);
    audit.findings().forEach(facts.putArray("findings")::add);
    List<String> lines = new ArrayList<>(audit.findings());
    lines.add((audit.findings().isEmpty() ? "the journal is whole" : "the journal is NOT whole")
        + (audit.head() == null ? "; it is empty" : "; its head is " + audit.head()));
    printer.print(facts, lines);
    return audit.findings().isEmpty() ? ExitCode.OK : ExitCode.ERROR;
  }

  private int show(Configuration configuration, JournalAudit audit, Printer printer)
      throws IOException {
    JournalHistory history = DeviceView.history(configuration);
    EvidenceStore store = DeviceView.evidence(configuration);
    List<Entry> entries = history.entries();
    List<Entry> shown = last <= 0
        ? entries
        : entries.subList(Math.max(0, entries.size() - last), entries.size());
    ObjectNode facts = Printer.object();
    addHead(audit, facts);
    ArrayNode array = facts.putArray("entries");
    List<String> lines = new ArrayList<>();
    for (Entry entry : shown) {
      ObjectNode json = EntryJson.json(entry);
      array.add(json);
      lines.add(json.path("at").asText() + "  " + EntryJson.line(json));
      if (withEvidence) {
        Optional<Evidence> kept = store.read(entry.boot(), json.path("event").asText());
        kept.ifPresent(evidence -> lines.addAll(lines(evidence)));
        kept.ifPresent(evidence -> json.set("kept", evidence.json()));
      }
    }
    history.findings().forEach(facts.putArray("findings")::add);
    history.findings().forEach(finding -> printer.err().println("bascule: warning: " + finding));
    printer.print(facts, lines);
    return ExitCode.OK;
  }

  private static void addHead(JournalAudit audit, ObjectNode facts) {
    if (audit.head() != null) {
      facts.put("head", audit.head().toString());
    }
  }

  private static List<String> lines(Evidence evidence) {
    List<String> lines = new ArrayList<>();
    for (Evidence.Part part : evidence.parts()) {
      lines.add("    " + part.name() + ":");
      part.text().lines().forEach(line -> lines.add("      " + line));
    }
    return lines;
  }

  /** Reads a head. */
  static final class HeadConverter implements picocli.CommandLine.ITypeConverter<Head> {
    @Override
    public Head convert(String text) {
      return Head.parse(text);
    }
  }
}
