package dev.bascule.publisher.foreign;

import dev.bascule.image.json.QuotedText;
import java.io.IOException;

/** Another updater's file is not what it should be, or has something that has no place in an image. */
public final class ForeignException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what is wrong.
   *
   * @param problem where, what was expected, what was found, and what to do
   */
  public ForeignException(String problem) {
    super(QuotedText.oneLine(problem));
  }

  /** Says what is wrong, and what said so before. */
  public ForeignException(String problem, Throwable cause) {
    super(QuotedText.oneLine(problem), cause);
  }
}
