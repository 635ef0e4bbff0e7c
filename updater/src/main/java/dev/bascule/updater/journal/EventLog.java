package dev.bascule.updater.journal;

import java.io.IOException;

/** Where events are recorded, and what they add up to. */
public interface EventLog {

  /** Records an event; it is on the medium when this returns. A cut in the middle leaves it out or in, never half. */
  Entry append(Event event) throws IOException;

  /** What all events up to now add up to. */
  Ledger ledger();
}
