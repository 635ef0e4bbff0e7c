package dev.bascule.updater.state;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.Version;
import dev.bascule.updater.journal.Attempt;
import dev.bascule.updater.journal.Event;
import dev.bascule.updater.journal.ImageRef;
import org.jspecify.annotations.Nullable;

/** Where the device stands. Never stored: {@link StateMachine} derives it from what can be seen. */
public sealed interface State {

  /** Nothing is going on. */
  record Idle() implements State {}

  /** The last look at the repository found an image to take up. */
  record Available(Version version) implements State {}

  /** An image is being written, or writing it was interrupted. */
  record Staging(Attempt attempt) implements State {}

  /** The other slot holds a whole image that the boot loader does not know of. */
  record Staged(Attempt attempt) implements State {}

  /** The next boot tries the other slot. */
  record Activated(Attempt attempt) implements State {}

  /**
   * The slot that runs is not confirmed.
   *
   * @param image null where the journal does not know what is in the slot
   */
  record Trial(Slot slot, @Nullable ImageRef image) implements State {}

  /**
   * The slot that runs is not confirmed, and the boot loader would boot neither slot: not a trial, since nothing is there to
   * return to. Whoever restarts the device may lose it.
   *
   * @param image null where the journal does not know what is in the slot
   */
  record Stranded(Slot slot, @Nullable ImageRef image) implements State {}

  /** The last attempt ended well, and nothing is going on. */
  record Confirmed(Event.Confirmed outcome) implements State {}

  /** The last attempt ended in the old slot. */
  record FellBack(Event.FellBack outcome) implements State {}

  /**
   * Somebody wanted the other slot back.
   *
   * @param rebootPending whether it takes a restart to get there
   */
  record RolledBack(Event.RolledBack order, boolean rebootPending) implements State {}

  /** The state's name in what machines read. Stable. */
  default String word() {
    return switch (this) {
      case Idle _ -> "idle";
      case Available _ -> "available";
      case Staging _ -> "staging";
      case Staged _ -> "staged";
      case Activated _ -> "activated";
      case Trial _ -> "trial";
      case Stranded _ -> "stranded";
      case Confirmed _ -> "confirmed";
      case FellBack _ -> "fell_back";
      case RolledBack _ -> "rolled_back";
    };
  }
}
