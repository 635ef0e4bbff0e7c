package dev.bascule.updater.journal;

import dev.bascule.updater.UpdaterException;

/** The journal cannot be read or written. What was not written did not happen: nothing that depends on it is done. */
public final class JournalException extends UpdaterException {
  private static final long serialVersionUID = 1L;

  JournalException(String message, String remedy, Throwable cause) {
    super(message, remedy, cause);
  }
}
