package dev.bascule.updater.update;

import dev.bascule.updater.journal.Entry;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.EventLog;
import dev.bascule.updater.journal.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A journal in memory, of one boot after the other. */
final class MemoryLog implements EventLog {

  private final List<Entry> entries = new ArrayList<>();
  private String boot = "boot-0";
  Runnable beforeAppend = () -> {};
  Runnable afterAppend = () -> {};

  void boot(String id) {
    boot = id;
  }

  @Override
  public Entry append(Event event) {
    beforeAppend.run();
    Entry entry = new Entry(entries.size() + 1L, Instant.ofEpochSecond(entries.size()), boot,
        event);
    entries.add(entry);
    afterAppend.run();
    return entry;
  }

  @Override
  public Ledger ledger() {
    return Ledger.of(entries);
  }

  List<Event> events() {
    return entries.stream().map(Entry::event).toList();
  }
}
