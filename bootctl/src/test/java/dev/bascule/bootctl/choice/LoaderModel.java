package dev.bascule.bootctl.choice;

import dev.bascule.bootctl.Slot;
import java.util.Optional;

/**
 * A loader's own rule as its documentation or source gives it, written again for the tests: what it picks
 * from a stored choice and what it leaves behind.
 */
public interface LoaderModel<S extends SlotChoice<S>> {

  /** The slot that the loader boots, or empty if it boots neither. */
  Optional<Slot> pick(S stored);

  /** What is stored when that slot's kernel runs. */
  S afterBoot(S stored, Slot picked);

  /**
   * Whether the loader, where it has nothing else, boots what has no tries left. Then nothing can be
   * promised of a device that has no good slot.
   */
  default boolean bootsTheBad() {
    return false;
  }
}
