package dev.bascule.image.tuf;

/** Metadata does not carry the signatures that its role asks for. */
public final class NotSignedException extends TufException {
  private static final long serialVersionUID = 1L;

  private final transient Threshold threshold;

  NotSignedException(String role, Threshold threshold) {
    super(role, threshold.toString());
    this.threshold = threshold;
  }

  /** Who signed, and who did not. */
  public Threshold threshold() {
    return threshold;
  }

  @Override
  public String reason() {
    return "not-signed";
  }
}
