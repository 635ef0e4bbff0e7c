package dev.bascule.bootctl.command;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.bootctl.choice.SlotChoice;
import org.jspecify.annotations.Nullable;

/**
 * What the program tells: which slot is primary, and which are good. It does not tell a confirmed slot from
 * one on trial, so that is remembered here; how often a trial is tried is the program's own matter.
 *
 * @param first the slot that the program calls primary
 * @param trial the slot that was activated and not confirmed since, or null
 */
record CommandChoice(Slot first, boolean goodA, boolean goodB,
    @Nullable Slot trial) implements SlotChoice<CommandChoice> {

  boolean marked(Slot slot) {
    return switch (slot) {
      case A -> goodA;
      case B -> goodB;
    };
  }

  private CommandChoice with(Slot slot, boolean good) {
    return switch (slot) {
      case A -> new CommandChoice(first, good, goodB, trial);
      case B -> new CommandChoice(first, goodA, good, trial);
    };
  }

  private CommandChoice trying(@Nullable Slot slot) {
    return new CommandChoice(first, goodA, goodB, slot);
  }

  private CommandChoice settled(Slot slot) {
    return trial == slot ? trying(null) : this;
  }

  @Override
  public @Nullable Slot primary() {
    if (marked(first)) {
      return first;
    }
    return marked(first.other()) ? first.other() : null;
  }

  @Override
  public SlotState state(Slot slot) {
    String detail = (marked(slot) ? "good" : "bad") + (first == slot ? " primary" : "")
        + (trial == slot ? " trial" : "");
    if (!marked(slot)) {
      return new SlotState(slot, Standing.BAD, 0, detail);
    }
    return trial == slot
        ? new SlotState(slot, Standing.TRIAL, 1, detail)
        : new SlotState(slot, Standing.GOOD, 0, detail);
  }

  @Override
  public CommandChoice without(Slot slot) {
    var next = with(slot, false).settled(slot);
    return first == slot && marked(slot.other()) ? next.withFirst(slot.other()) : next;
  }

  @Override
  public CommandChoice withTrial(Slot slot, int tries) {
    return with(slot, true).withFirst(slot).trying(slot);
  }

  /** A trial of the other slot that the program calls bad by now has failed. */
  @Override
  public CommandChoice withGood(Slot slot) {
    var other = slot.other();
    var settled = marked(other) ? this : settled(other);
    var next = settled.with(slot, true).settled(slot);
    return marked(first) ? next : next.withFirst(slot);
  }

  @Override
  public CommandChoice withFirst(Slot slot) {
    return new CommandChoice(slot, goodA, goodB, trial);
  }
}
