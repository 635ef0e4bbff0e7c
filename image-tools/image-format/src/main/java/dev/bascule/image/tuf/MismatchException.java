package dev.bascule.image.tuf;

/**
 * A file is not the one that signed metadata describes: cut, changed on the way, from another publication,
 * or never ending. Another mirror may have the right one.
 */
public final class MismatchException extends TufException {
  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String found;

  MismatchException(String subject, String what, Object expected, Object found) {
    super(subject, what + ": expected " + expected + ", found " + found);
    this.expected = expected.toString();
    this.found = found.toString();
  }

  /** What signed metadata says. */
  public String expected() {
    return expected;
  }

  /** What the repository has. */
  public String found() {
    return found;
  }

  @Override
  public String reason() {
    return "mismatch";
  }
}
