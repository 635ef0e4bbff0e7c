package dev.bascule.updater.data;

import dev.bascule.updater.UpdaterException;

/** Data could not be brought into another release's form. It is as it was. */
public final class MigrationException extends UpdaterException {
  private static final long serialVersionUID = 1L;

  MigrationException(String problem, String remedy) {
    super(problem, remedy);
  }
}
