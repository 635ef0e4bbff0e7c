package dev.bascule.updater.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** What the journal's files say, read without changing them. */
public final class JournalHistory {

  private final List<Entry> entries;
  private final Ledger ledger;
  private final List<String> findings;
  private final long nextNumber;
  private final Optional<Path> lastFile;
  private final JournalFile last;

  private JournalHistory(List<Entry> entries, List<String> findings, long nextNumber,
      Optional<Path> lastFile, JournalFile last) {
    this.entries = List.copyOf(entries);
    this.ledger = Ledger.of(entries);
    this.findings = List.copyOf(findings);
    this.nextNumber = nextNumber;
    this.lastFile = lastFile;
    this.last = last;
  }

  /** Reads the journal in a directory; one that is not there is empty. */
  public static JournalHistory read(Path directory) throws JournalException {
    return read(new JournalDirectory(directory));
  }

  static JournalHistory read(JournalDirectory directory) throws JournalException {
    SequencedMap<Long, Entry> entries = new TreeMap<>();
    List<String> findings = new ArrayList<>();
    long lastNumber = 0;
    Optional<Path> lastFile = Optional.empty();
    JournalFile last = JournalFile.parse(new byte[0]);
    for (Path file : directory.files()) {
      last = directory.read(file);
      lastFile = Optional.of(file);
      last.entries().forEach(entry -> entries.put(entry.number(), entry));
      lastNumber = Math.max(lastNumber, last.lastNumber());
      if (last.damaged() > 0) {
        findings.add(file + ": " + last.damaged() + " lines are damaged; the others are used");
      }
      if (last.torn() > 0) {
        findings.add(file + ": the last " + last.torn() + " bytes are no whole line; dropped");
      }
    }
    return new JournalHistory(List.copyOf(entries.values()), findings, lastNumber + 1, lastFile,
        last);
  }

  /** All that is still kept, oldest first. */
  public List<Entry> entries() {
    return entries;
  }

  /** What the entries add up to. */
  public Ledger ledger() {
    return ledger;
  }

  /** What was found wrong with the files, for people. */
  public List<String> findings() {
    return findings;
  }

  long nextNumber() {
    return nextNumber;
  }

  Optional<Path> lastFile() {
    return lastFile;
  }

  JournalFile last() {
    return last;
  }

  JournalHistory with(Entry entry) {
    List<Entry> more = new ArrayList<>(entries);
    more.add(entry);
    return new JournalHistory(more, findings, entry.number() + 1, lastFile, last);
  }
}
