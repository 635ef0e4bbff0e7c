package dev.bascule.image.tuf;

import java.io.IOException;

/** The repository could not be reached, or lacks a file that it must have. Try later, or elsewhere. */
public final class UnreachableException extends TufException {
  private static final long serialVersionUID = 1L;

  private UnreachableException(String subject, String problem, IOException cause) {
    super(subject, problem, cause);
  }

  private UnreachableException(String subject, String problem) {
    super(subject, problem);
  }

  static UnreachableException failed(String subject, String where, IOException cause) {
    return new UnreachableException(subject,
        "cannot be read from " + where + ": " + cause.getMessage(),
        cause);
  }

  static UnreachableException missing(String subject, String where) {
    return new UnreachableException(subject, "there is none at " + where);
  }

  @Override
  public String reason() {
    return "unreachable";
  }
}
