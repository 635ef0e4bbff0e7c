package dev.bascule.publisher.repository;

import java.io.IOException;

/** A change would have hurt the fleet, or needs someone else first. The repository is as it was. */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Why a change is refused. */
  public enum Reason {
    /** Metadata's version does not follow the published one. */
    VERSION_NOT_NEXT("version-not-next"),
    /** A file of that version is published already, and never changes. */
    VERSION_EXISTS("version-exists"),
    /** Metadata would expire no later than what it replaces. */
    EXPIRY_NOT_LATER("expiry-not-later"),
    /** Metadata is expired already. */
    EXPIRED("expired"),
    /** The published root is expired: nothing is accepted until there is a new one. */
    ROOT_EXPIRED("root-expired"),
    /** A file that metadata lists, or shall list, is not there. */
    TARGET_MISSING("target-missing"),
    /** A file is not what metadata says. */
    TARGET_DIFFERS("target-differs"),
    /** The channel has no rollout. */
    NO_SUCH_ROLLOUT("no-such-rollout"),
    /** Devices could not go back there: it is below the floor that they have. */
    BELOW_FLOOR("below-floor"),
    /** A catalogue offers or withdraws a version that has no image. */
    NO_SUCH_IMAGE("no-such-image"),
    /** An image is offered, or another one's deltas lead through it. */
    STILL_NEEDED("still-needed"),
    /** An image is not withdrawn, or not for long enough. */
    NOT_WITHDRAWN("not-withdrawn"),
    /** A change has dangers that nobody has accepted. */
    DANGEROUS("dangerous"),
    /** An image is for other models. */
    INCOMPATIBLE("incompatible"),
    /** The repository has no roles for a model. */
    NO_SUCH_MODEL("no-such-model"),
    /** Fewer keys have signed than a role asks for. */
    NOT_SIGNED("not-signed"),
    /** Published metadata is not what its keys signed. */
    DAMAGED("damaged"),
    /** The repository does not follow from the root that the signer knows. */
    OTHER_ROOT("other-root"),
    /** The device's own client does not accept the result. */
    DEVICE_REFUSES("device-refuses"),
    /** The clock is before the last signature, or long after it. */
    CLOCK("clock"),
    /** A store has a newer edition than the repository. */
    STORE_AHEAD("store-ahead"),
    /** A store has another file of a name that never changes. */
    STORE_DIFFERS("store-differs"),
    /** A store changed while it was written to. */
    STORE_CHANGED("store-changed"),
    /** Someone else is changing the repository. */
    BUSY("busy");

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
   * A refusal.
   *
   * @param message where, what was expected, what was found, and what to do
   */
  public RefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  RefusedException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  static RefusedException noSuchRole(String role) {
    return new RefusedException(Reason.NO_SUCH_MODEL, role + ": the repository has no such role; "
        + "add the model's roles with: bascule-image model set");
  }

  public Reason reason() {
    return reason;
  }
}
