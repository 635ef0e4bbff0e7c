package dev.bascule.updater;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Something that the updater needs did not do its part. The message says what, where, what was expected and what was
 * found; {@link #remedy()} what a person can do next.
 */
public class UpdaterException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String remedy;

  public UpdaterException(String message, String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  public UpdaterException(String message, String remedy) {
    this(message, remedy, null);
  }

  /** What to do next, one sentence. */
  public String remedy() {
    return remedy;
  }
}
