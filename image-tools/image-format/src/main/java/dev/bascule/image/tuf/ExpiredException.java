package dev.bascule.image.tuf;

import java.time.Instant;

/**
 * The newest metadata that could be had is expired: the repository is not maintained, or someone withholds
 * newer metadata. A permission can override it.
 */
public final class ExpiredException extends TufException {
  private static final long serialVersionUID = 1L;

  private final long version;
  private final Instant expires;
  private final Instant now;

  ExpiredException(String role, long version, Instant expires, Instant now) {
    super(role, "version " + version + " expired at " + expires + ", and it is " + now
        + ". Publish renewed metadata; if this device's clock is wrong, set it");
    this.version = version;
    this.expires = expires;
    this.now = now;
  }

  /** The version that is expired. */
  public long version() {
    return version;
  }

  /** Since when it is expired. */
  public Instant expires() {
    return expires;
  }

  /** The time that it was compared with. */
  public Instant now() {
    return now;
  }

  @Override
  public String reason() {
    return "expired";
  }
}
