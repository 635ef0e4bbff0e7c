package dev.bascule.bootctl.gpt;

import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState;
import dev.bascule.bootctl.SlotState.Standing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Both slots' attributes and which slot runs: all that a decision depends on.
 *
 * @param booted the slot that runs, or null where that is not known
 * @param firstInTable the slot that wins among equals
 */
record GptSlots(@Nullable Slot booted, Slot firstInTable, GptAttributes a, GptAttributes b) {

  GptAttributes of(Slot slot) {
    return switch (slot) {
      case A -> a;
      case B -> b;
    };
  }

  GptSlots with(Slot slot, GptAttributes attributes) {
    return switch (slot) {
      case A -> new GptSlots(booted, firstInTable, attributes, b);
      case B -> new GptSlots(booted, firstInTable, a, attributes);
    };
  }

  Standing standing(Slot slot) {
    var attributes = of(slot);
    if (!attributes.bootable()) {
      return Standing.BAD;
    }
    return attributes.successful() ? Standing.GOOD : Standing.TRIAL;
  }

  boolean good(Slot slot) {
    return standing(slot) == Standing.GOOD;
  }

  /** The slot that the loader would boot next. */
  @Nullable
  Slot primary() {
    var second = firstInTable.other();
    var picked = PriorityRule.pick(List.of(of(firstInTable), of(second)));
    if (picked.isEmpty()) {
      return null;
    }
    return picked.getAsInt() == 0 ? firstInTable : second;
  }

  BootState state(List<String> remarks) {
    return new BootState(booted, primary(), state(Slot.A), state(Slot.B), remarks);
  }

  private SlotState state(Slot slot) {
    var attributes = of(slot);
    int tries = attributes.successful() ? 0 : attributes.tries();
    return new SlotState(slot, standing(slot), tries, attributes.toString());
  }
}
