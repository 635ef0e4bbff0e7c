package dev.bascule.updater.update;

import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.journal.Ledger;
import dev.bascule.updater.state.State;
import java.util.Optional;

/** The rules that are checked before a slot is touched or booted. Pure. */
final class Preflight {

  private Preflight() {}

  /** Why no slot may be written now, if so: the running one must be known and confirmed, no rollback may be open. */
  static Optional<Result.Refused> ofDevice(State state, BootState boot) {
    Slot booted = boot.booted();
    if (booted == null) {
      return refuse(Refusal.BOOTED_SLOT_UNKNOWN, "nothing says which slot runs: " + boot.remarks());
    }
    if (state instanceof State.RolledBack(var order, boolean pending) && pending) {
      return refuse(Refusal.ROLLBACK_PENDING,
          "a rollback to slot " + order.to() + " waits for the next start");
    }
    if (boot.of(booted).standing() != Standing.GOOD) {
      return refuse(Refusal.BOOTED_SLOT_NOT_CONFIRMED, "slot " + booted
          + " runs and is not confirmed: it may be the device's next fall-back");
    }
    return Optional.empty();
  }

  /** Why an image may not be activated, if so: it may have failed, or the floor may have risen, since it was installed. */
  static Optional<Result.Refused> ofImage(ImageRef image, Ledger ledger) {
    var quarantine = ledger.quarantineOf(image.digest());
    if (quarantine.isPresent()) {
      return refuse(Refusal.QUARANTINED, "image " + image + " failed on this device at "
          + quarantine.get().since() + ": " + quarantine.get().why());
    }
    if (image.release() < ledger.floor()) {
      return refuse(Refusal.BELOW_FLOOR, "image " + image + " has the release counter "
          + image.release() + ", this device's floor is " + ledger.floor());
    }
    return Optional.empty();
  }

  private static Optional<Result.Refused> refuse(Refusal refusal, String explanation) {
    return Optional.of(Result.refused(refusal, explanation));
  }
}
