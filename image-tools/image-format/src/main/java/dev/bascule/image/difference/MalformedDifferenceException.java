package dev.bascule.image.difference;

import java.io.IOException;

/** A difference is not what its format says, or asks for bytes that there are not. */
public final class MalformedDifferenceException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says what was expected and what was found. */
  public MalformedDifferenceException(String message) {
    super(message);
  }
}
