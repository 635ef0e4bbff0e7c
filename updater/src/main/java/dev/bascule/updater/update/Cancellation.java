package dev.bascule.updater.update;

import dev.bascule.bootctl.Change;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.state.State;
import java.io.IOException;

/**
 * Takes back what waits for a restart: an activation, or a rollback.
 *
 * <p>Power cut: the next boot is either slot's, as the boot loader has it; nothing is taken for a failure.
 */
public final class Cancellation {

  private final Session session;

  public Cancellation(Session session) {
    this.session = session;
  }

  /** The running slot is the next to boot again. */
  public Result cancel(String by) throws IOException {
    State state = session.settle();
    return switch (state) {
      case State.Activated(var attempt) -> {
        session.record(new Event.Cancelled(attempt.slot(), by));
        yield write("the activation of slot " + attempt.slot() + " (" + attempt.image()
            + ") is taken back; it stays installed");
      }
      case State.RolledBack(var order, boolean pending) when pending -> {
        session.record(
            new Event.RollbackFailed(order.from(), order.to(), "taken back by " + by));
        yield write("the rollback to slot " + order.to() + " is taken back");
      }
      case State.Idle _,State.Available _,State.Staging _,State.Staged _,State.Trial _,State.Stranded _,State.Confirmed _,State.FellBack _,State.RolledBack _ ->
        Result.refused(Refusal.NOTHING_TO_CANCEL, "nothing waits for a restart; the device is "
            + state.word());
    };
  }

  private Result write(String summary) throws IOException {
    return session.control().cancel() instanceof Change.Refused no
        ? Result.refused(no)
        : Result.changed(summary);
  }
}
