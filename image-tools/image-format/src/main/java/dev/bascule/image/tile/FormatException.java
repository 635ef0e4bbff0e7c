package dev.bascule.image.tile;

import java.io.IOException;

/**
 * A tile table or a payload is not what its format says. Nothing of it was used. The message names the field,
 * what was expected and what was found.
 */
public final class FormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public FormatException(String message) {
    super(message);
  }

  /** A field that has one wrong value. */
  static FormatException wrong(String field, Object expected, Object found) {
    return new FormatException(field + ": expected " + expected + ", found " + found);
  }
}
