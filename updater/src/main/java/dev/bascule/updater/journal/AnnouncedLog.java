package dev.bascule.updater.journal;

import java.io.IOException;
import java.util.Optional;

/**
 * A log whose entries the system's journal is told of as well. What counts is the log; that systemd hears of it is a
 * courtesy, so that nothing fails with it.
 */
public final class AnnouncedLog implements EventLog {

  private final EventLog log;
  private final SystemJournal system;

  /** Tells the system's journal what is appended to a log. */
  public AnnouncedLog(EventLog log, SystemJournal system) {
    this.log = log;
    this.system = system;
  }

  @Override
  public Entry append(Event event) throws IOException {
    Entry entry = log.append(event);
    system.tell(entry);
    return entry;
  }

  @Override
  public Ledger ledger() {
    return log.ledger();
  }

  @Override
  public Optional<JournalException> failure() {
    return log.failure();
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
