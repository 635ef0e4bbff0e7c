package dev.bascule.updater.update;

import dev.bascule.bootctl.Change;
import dev.bascule.updater.journal.Attempt;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.state.State;
import java.io.IOException;
import java.util.Optional;

/**
 * Makes the slot that was installed into the next one to boot, on trial.
 *
 * <p>Power cut: the next boot is either slot's; the journal says beforehand that it may be the new one's.
 */
public final class Activation {

  private final Session session;
  private final int tries;

  /** Activates with so many tries, 1 to 15. */
  public Activation(Session session, int tries) {
    this.session = session;
    this.tries = tries;
  }

  /** Activates what is staged. */
  public Result activate() throws IOException {
    State state = session.settle();
    if (state instanceof State.Activated(Attempt attempt)) {
      return new Result.Done("slot " + attempt.slot() + " (" + attempt.image()
          + ") already is the next to boot", false, true);
    }
    if (!(state instanceof State.Staged(Attempt attempt))) {
      return Result.refused(Refusal.NOTHING_STAGED,
          "no slot holds an image that waits to be activated; the device is " + state.word());
    }
    Optional<Result.Refused> refused = Preflight.ofDevice(state, session.observe().boot())
        .or(() -> Preflight.ofImage(attempt.image(), session.ledger()));
    return refused.isPresent() ? refused.get() : write(attempt);
  }

  private Result write(Attempt attempt) throws IOException {
    var slot = attempt.slot();
    String before = session.observe().boot().of(slot).detail();
    session.record(new Event.Activating(slot, attempt.image(), tries, before));
    if (session.control().activate(slot, tries) instanceof Change.Refused no) {
      session.record(new Event.Cancelled(slot, "the boot loader: " + no.explanation()));
      return Result.refused(no);
    }
    session.record(new Event.Activated(slot, attempt.image()));
    return new Result.Done("slot " + slot + " (" + attempt.image() + ") is the next to boot, with "
        + tries + (tries == 1 ? " try" : " tries"), true, true);
  }
}
