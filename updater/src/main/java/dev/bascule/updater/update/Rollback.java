package dev.bascule.updater.update;

import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.Slot;
import dev.bascule.updater.journal.Attempt;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.state.State;
import java.io.IOException;
import java.util.Optional;

/**
 * Returns to the other slot because a person wants it. The version that is left is held: the device does not take it up
 * again on its own account, but takes a newer one.
 *
 * <p>Power cut: once recorded, the rollback is completed by the next command.
 */
public final class Rollback {

  private final Session session;
  private final boolean belowFloor;
  private final Preparation preparation;

  /**
   * A rollback.
   *
   * @param belowFloor whether the other slot may hold an image below the floor: a permission of its own
   */
  public Rollback(Session session, boolean belowFloor, Preparation preparation) {
    this.session = session;
    this.belowFloor = belowFloor;
    this.preparation = preparation;
  }

  /** Makes the other slot the next to boot. */
  public Result rollBack(String by, String why) throws IOException {
    State state = session.settle();
    BootState boot = session.observe().boot();
    Slot booted = boot.booted();
    if (booted == null) {
      return Result.refused(Refusal.BOOTED_SLOT_UNKNOWN,
          "nothing says which slot runs: " + boot.remarks());
    }
    if (state instanceof State.RolledBack(var order, boolean pending) && pending) {
      return new Result.Done("slot " + order.to() + " already is the next to boot", false, true);
    }
    Optional<Result.Refused> refused = check(state, boot, booted.other());
    if (refused.isPresent()) {
      return refused.get();
    }
    preparation.run();
    return write(booted, by, why);
  }

  private Optional<Result.Refused> check(State state, BootState boot, Slot target) {
    if (state instanceof State.Activated(Attempt attempt)) {
      return Optional.of(Result.refused(Refusal.ACTIVATION_PENDING, "slot " + attempt.slot() + " ("
          + attempt.image() + ") is activated and was not tried yet"));
    }
    if (!boot.of(target).bootable()) {
      return Optional.of(Result.refused(Refusal.SLOT_NOT_BOOTABLE,
          "the boot loader would not boot slot " + target + ": " + boot.of(target).detail()));
    }
    ImageRef image = session.ledger().content(target).orElse(null);
    if (image != null && image.release() < session.ledger().floor() && !belowFloor) {
      return Optional.of(Result.refused(Refusal.BELOW_FLOOR, "slot " + target + " (" + image
          + ") has the release counter " + image.release() + ", this device's floor is "
          + session.ledger().floor()));
    }
    return Optional.empty();
  }

  private Result write(Slot booted, String by, String why) throws IOException {
    Optional<ImageRef> left = session.ledger().content(booted);
    if (left.isPresent()) {
      session.record(new Event.Held(left.get().version(), by, "rolled back: " + why));
    }
    session.record(new Event.RolledBack(booted, booted.other(), by, why));
    if (session.control().rollback() instanceof Change.Refused no) {
      session.record(new Event.RollbackFailed(booted, booted.other(), no.explanation()));
      return Result.refused(no);
    }
    return new Result.Done("slot " + booted.other() + " is the next to boot", true, true);
  }
}
