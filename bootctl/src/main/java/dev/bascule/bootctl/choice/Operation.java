package dev.bascule.bootctl.choice;

import dev.bascule.bootctl.Slot;

/** What a caller asks of a boot control, as a value. */
public sealed interface Operation {

  /** Make a slot one that may be written. */
  record Disable(Slot slot) implements Operation {}

  /** Put a slot on trial. */
  record Activate(Slot slot, int tries) implements Operation {
    /** The most tries that any loader is asked for. */
    public static final int MAX_TRIES = 15;

    public Activate {
      if (tries < 1 || tries > MAX_TRIES) {
        throw new IllegalArgumentException("tries " + tries + ", expected 1 to " + MAX_TRIES);
      }
    }
  }

  /** Mark the running slot good. */
  record Confirm() implements Operation {}

  /** Never boot a slot again. */
  record MarkBad(Slot slot) implements Operation {}

  /** Boot the slot that does not run. */
  record Rollback() implements Operation {}

  /** Take an activation back. */
  record Cancel() implements Operation {}
}
