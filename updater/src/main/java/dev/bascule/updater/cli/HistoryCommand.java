package dev.bascule.updater.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.journal.Entry;
import dev.bascule.updater.journal.EntryJson;
import dev.bascule.updater.journal.JournalHistory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the journal. */
@Command(name = "history",
    description = "Show what was tried and what came of it, the latest last.")
final class HistoryCommand extends DeviceCommand {

  private static final Set<String> HEAD = Set.of("n", "at", "boot", "event");

  @Option(names = {"-n",
      "--last"}, paramLabel = "N", defaultValue = "20",
      description = "How many entries (default: 20); 0 for all that are kept.")
  private int last;

  @Override
  int run(Configuration configuration, Printer printer) throws IOException {
    JournalHistory history = DeviceView.read(configuration).history();
    List<Entry> entries = history.entries();
    List<Entry> shown = last <= 0
        ? entries
        : entries.subList(Math.max(0, entries.size() - last), entries.size());
    ObjectNode facts = Printer.object();
    ArrayNode array = facts.putArray("entries");
    List<String> lines = new ArrayList<>();
    for (Entry entry : shown) {
      ObjectNode json = EntryJson.json(entry);
      array.add(json);
      lines.add(json.path("at").asText() + "  " + json.path("event").asText().replace('_', ' ')
          + "  " + details(json));
    }
    history.findings().forEach(facts.putArray("findings")::add);
    history.findings().forEach(finding -> printer.err().println("bascule: warning: " + finding));
    printer.print(facts, lines);
    return ExitCode.OK;
  }

  private static String details(ObjectNode json) {
    return json.properties()
        .stream()
        .filter(member -> !HEAD.contains(member.getKey()))
        .filter(member -> !member.getKey().equals("manifest_sha256"))
        .map(member -> member.getKey() + "=" + (member.getValue().isTextual()
            ? member.getValue().asText()
            : member.getValue().toString()))
        .collect(Collectors.joining(" "));
  }
}
