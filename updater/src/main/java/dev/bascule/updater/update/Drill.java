package dev.bascule.updater.update;

import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Change;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.Ledger.PendingDrill;
import dev.bascule.updater.state.State;
import dev.bascule.updater.update.Confirmation.HealthSource;
import java.io.IOException;
import java.util.Optional;

/**
 * Exercises the way back: boots the other slot on trial, has it checked, and returns. A fall-back that was never tried is a hope.
 *
 * <p>Power cut: the other slot is on trial, so that the loader is back on this one if it does not come up; the next
 * confirmation goes on where this left off.
 */
public final class Drill {

  private final Session session;
  private final int tries;
  private final Preparation preparation;

  /** A drill in which the other slot has so many tries, 1 to 15. */
  public Drill(Session session, int tries, Preparation preparation) {
    this.session = session;
    this.tries = tries;
    this.preparation = preparation;
  }

  /** Makes the other slot, which must be confirmed, the next to boot, on trial. */
  public Result start(String by) throws IOException {
    State state = session.settle();
    BootState boot = session.observe().boot();
    Optional<Result.Refused> refused = Preflight.ofDevice(state, boot);
    Slot from = boot.booted();
    if (refused.isPresent() || from == null) {
      return refused.orElseThrow();
    }
    Slot to = from.other();
    if (session.ledger().drill() != null) {
      return new Result.Done("a drill already waits for the restart", false, true);
    }
    if (boot.of(to).standing() != Standing.GOOD) {
      return Result.refused(Refusal.SLOT_NOT_BOOTABLE, "slot " + to
          + " is not confirmed: there is no way back to exercise (" + boot.of(to).detail() + ")");
    }
    preparation.run();
    session.record(new Event.DrillStarted(from, to, by));
    if (session.control().activate(to, tries) instanceof Change.Refused no) {
      session.record(new Event.DrillEnded(from, to, false, no.explanation()));
      return Result.refused(no);
    }
    return new Result.Done("slot " + to + " boots next, is checked, and slot " + from
        + " boots after it", true, true);
  }

  /**
   * Goes on after a boot.
   *
   * @return what came of the other slot's checks; empty if this boot is not the other slot's in a drill
   */
  public Optional<Result> resume(HealthSource health) throws IOException {
    session.settle();
    PendingDrill drill = session.ledger().drill();
    Slot booted = session.observe().boot().booted();
    if (drill == null || booted == null || drill.boot().equals(session.observe().bootId())) {
      return Optional.empty();
    }
    Slot from = drill.started().from();
    Slot to = drill.started().to();
    if (booted == from) {
      session.record(new Event.DrillEnded(from, to, drill.reached(), drill.reached()
          ? "slot " + to + " ran and was healthy"
          : "slot " + to + " did not come up healthy: "
              + session.observe().boot().of(to).detail()));
      return Optional.empty();
    }
    return Optional.of(inOtherSlot(drill, health));
  }

  private Result inOtherSlot(PendingDrill drill, HealthSource health) throws IOException {
    if (!drill.reached()) {
      Result result = new Confirmation(session, health).confirm();
      if (!(result instanceof Result.Done)) {
        return result;
      }
      session.record(new Event.DrillReached(drill.started().to()));
    }
    return session.control().rollback() instanceof Change.Refused no
        ? Result.refused(no)
        : new Result.Done("slot " + drill.started().to() + " is healthy; slot "
            + drill.started().from() + " boots next", true, true);
  }
}
