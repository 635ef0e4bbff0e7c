package dev.bascule.image.tuf;

import org.jspecify.annotations.Nullable;

/** The repository offers older metadata than this device has seen, or leaves out a role. */
public final class RollbackException extends TufException {
  private static final long serialVersionUID = 1L;

  private final long trusted;
  private final @Nullable Long offered;

  RollbackException(String role, String what, long trusted, @Nullable Long offered) {
    super(role, what + ": this device has seen version " + trusted + ", and is offered "
        + (offered == null ? "none" : "version " + offered)
        + ". Publish a higher version; if versions ran ahead, rotate the timestamp and snapshot keys");
    this.trusted = trusted;
    this.offered = offered;
  }

  /** The version that this device has seen. */
  public long trusted() {
    return trusted;
  }

  /** The version that is offered, or null if the role is gone. */
  public @Nullable Long offered() {
    return offered;
  }

  @Override
  public String reason() {
    return "rollback";
  }
}
