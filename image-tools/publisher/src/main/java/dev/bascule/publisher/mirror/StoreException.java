package dev.bascule.publisher.mirror;

import java.io.IOException;

/** A store did not do what it was asked. What devices read is a whole edition all the same: run it again. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What the caller can do about it. */
  public enum Reason {
    /** There is no such bucket, share or directory: make it. */
    NO_SUCH_PLACE("no-such-place"),
    /** The store does not know who asks, or does not let them: give other credentials. */
    ACCESS("store-access"),
    /** The store cannot be reached, or broke off: try again. */
    UNREACHABLE("store-unreachable"),
    /** The store answered what it should not. */
    ANSWER("store-answer");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    /** The reason's name for scripts. */
    @Override
    public String toString() {
      return label;
    }
  }

  private final Reason reason;

  /**
   * A failure.
   *
   * @param message where, what was expected, what was found, and what to do
   */
  public StoreException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** A failure that has a cause. */
  public StoreException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
