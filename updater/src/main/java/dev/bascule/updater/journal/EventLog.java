package dev.bascule.updater.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** Where events are recorded, and what they add up to. */
public interface EventLog extends Closeable {

  /** Records an event; it is on the medium when this returns. A cut in the middle leaves it out or in, never half. */
  Entry append(Event event) throws IOException;

  /** What all events up to now add up to. */
  Ledger ledger();

  /** Why something was not written, if so. */
  default Optional<JournalException> failure() {
    return Optional.empty();
  }

  @Override
  default void close() throws IOException {
    // A log that holds nothing open.
  }
}
