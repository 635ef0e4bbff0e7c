package dev.bascule.updater.install;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An install stopped. The slot that was being written stays disabled; the running one was not touched. */
public final class InstallException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble it was, for the caller to decide by. Names are stable. */
  public enum Fault {
    /** The image and the device's slots do not go together: a role or size. Trying again is no use. */
    DOES_NOT_FIT,
    /** What arrived is not what was signed, twice. Another mirror may have the right one. */
    TAMPERED,
    /** The source does not have a file that the signed manifest names. Another mirror may have it. */
    MISSING,
    /** The source did not deliver. Trying again later may help; nothing already written is lost. */
    SOURCE,
    /** The slot's medium could not be written, or did not give back what was written. */
    MEDIUM
  }

  private final Fault fault;

  public InstallException(Fault fault, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  /** What kind of trouble it was. */
  public Fault fault() {
    return fault;
  }
}
