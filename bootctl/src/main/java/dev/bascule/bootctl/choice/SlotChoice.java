package dev.bascule.bootctl.choice;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState;
import dev.bascule.bootctl.SlotState.Standing;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a loader has stored about both slots, and the edits that operations are made of. An immutable
 * value: nothing here reads or writes a medium, and nothing here asks whether an edit is permitted.
 *
 * @param <S> the implementing type
 */
public interface SlotChoice<S extends SlotChoice<S>> {

  /** How the loader will treat a slot. */
  SlotState state(Slot slot);

  /** The slot that the loader would boot next, or null if it would boot neither. */
  @Nullable
  Slot primary();

  /** The same with a slot that the loader never picks. */
  S without(Slot slot);

  /**
   * The same with an unconfirmed slot that is tried next; the other one is what the loader falls back to.
   *
   * @param tries how often; a loader that counts less far gives as many as it can
   */
  S withTrial(Slot slot, int tries);

  /** The same with a slot that needs no more tries, whatever it was before. */
  S withGood(Slot slot);

  /** The same with a bootable slot that comes before the other; what both were confirmed as stays. */
  S withFirst(Slot slot);

  /**
   * What reboot(2) must be given for this choice to take effect; empty for nearly all loaders. See
   * {@link dev.bascule.bootctl.RestartArgument}.
   */
  default Optional<String> restartArgument() {
    return Optional.empty();
  }

  /**
   * Why a slot can neither be tried nor confirmed, for the loader has nothing of it: no entry, no file.
   * Empty where there is something, good or bad.
   */
  default Optional<String> missing(Slot slot) {
    return Optional.empty();
  }

  /**
   * Whether the loader comes to a slot at some time if the other one never starts, be it only after it
   * found nothing to boot and has reset its counters.
   */
  default boolean reachable(Slot slot) {
    return standing(slot) != Standing.BAD;
  }

  /** How the loader will treat a slot, in one word. */
  default Standing standing(Slot slot) {
    return state(slot).standing();
  }

  /** Whether the slot is confirmed and bootable. */
  default boolean good(Slot slot) {
    return standing(slot) == Standing.GOOD;
  }
}
