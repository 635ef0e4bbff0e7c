package dev.bascule.publisher.foreign;

import dev.bascule.image.json.QuotedText;
import java.io.IOException;

/** Nobody whom the owner named has signed another updater's file. Nothing of it was used. */
public final class NotVouchedException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Says who was expected, and who was found.
   *
   * @param problem where, what was expected, what was found, and what to do
   */
  public NotVouchedException(String problem) {
    super(QuotedText.oneLine(problem));
  }

  NotVouchedException(String problem, Throwable cause) {
    super(QuotedText.oneLine(problem), cause);
  }
}
