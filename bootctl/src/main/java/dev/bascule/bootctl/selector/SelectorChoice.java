package dev.bascule.bootctl.selector;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.bootctl.choice.SlotChoice;

/**
 * One slot is selected. While it is on trial the loader turns to the other once the tries are used up;
 * without a trial it boots the selected one for ever and never looks at the other.
 *
 * @param counting how many tries the loader can count
 * @param selected the slot that the loader's variable names
 * @param trial whether the selected slot is on trial; the other is then the one to fall back to
 * @param tries how often the slot on trial may still be booted; 0 without a trial
 * @param standby whether the other slot is known to be confirmed, so that a person may return to it
 */
public record SelectorChoice(Counting counting, Slot selected, boolean trial, int tries,
    boolean standby) implements SlotChoice<SelectorChoice> {

  public SelectorChoice {
    if ((!trial && tries != 0) || (trial && standby)) {
      throw new IllegalArgumentException(
          "trial " + trial + " tries " + tries + " standby " + standby);
    }
  }

  private SelectorChoice settled(Slot next, boolean otherIsGood) {
    return new SelectorChoice(counting, next, false, 0, otherIsGood);
  }

  @Override
  public Slot primary() {
    return trial && tries == 0 ? selected.other() : selected;
  }

  @Override
  public SlotState state(Slot slot) {
    if (slot == selected) {
      if (!trial) {
        return new SlotState(slot, Standing.GOOD, 0, "selected");
      }
      return new SlotState(slot, tries > 0 ? Standing.TRIAL : Standing.BAD, tries,
          "selected, on trial, tries=" + tries);
    }
    if (trial) {
      return new SlotState(slot, Standing.GOOD, 0, "to fall back to");
    }
    return standby
        ? new SlotState(slot, Standing.GOOD, 0, "not selected, confirmed earlier")
        : new SlotState(slot, Standing.BAD, 0, "not selected");
  }

  @Override
  public SelectorChoice without(Slot slot) {
    if (slot == selected) {
      return settled(slot.other(), false);
    }
    return trial || standby ? settled(selected, false) : this;
  }

  @Override
  public SelectorChoice withTrial(Slot slot, int allowed) {
    return new SelectorChoice(counting, slot, true, Math.min(allowed, counting.most()), false);
  }

  @Override
  public SelectorChoice withGood(Slot slot) {
    if (slot == selected) {
      return trial ? settled(slot, true) : this;
    }
    if (trial && tries == 0) {
      return settled(slot, false);
    }
    return good(slot) ? this : settled(slot, true);
  }

  @Override
  public SelectorChoice withFirst(Slot slot) {
    return slot == selected ? this : settled(slot, !trial);
  }
}
