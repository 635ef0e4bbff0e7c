package dev.bascule.bootctl;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The boot loader's state could not be read or written. The message says what, where, what was
 * expected and what was found; {@link #remedy()} what a person can do next.
 */
public class BootException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  public BootException(String message, String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  public BootException(String message, String remedy) {
    this(message, remedy, null);
  }

  /** What to do next, one sentence. */
  public String remedy() {
    return remedy;
  }
}
