package dev.bascule.bootctl;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Both slots as the loader's state and the running system's evidence give them, at one moment.
 *
 * @param booted the slot that runs, or null where no evidence says (a rescue system, a workbench)
 * @param primary the slot that the loader would try next, or null if it would boot neither
 * @param remarks what is not as it should be, in sentences: a broken copy, contradicting evidence
 */
public record BootState(
    @Nullable Slot booted,
    @Nullable Slot primary,
    SlotState a,
    SlotState b,
    List<String> remarks) {

  public BootState {
    if (a.slot() != Slot.A || b.slot() != Slot.B) {
      throw new IllegalArgumentException("slots in the wrong order: " + a.slot() + ", " + b.slot());
    }
    remarks = List.copyOf(remarks);
  }

  /** A state that there is nothing to remark on. */
  public BootState(@Nullable Slot booted, @Nullable Slot primary, SlotState a, SlotState b) {
    this(booted, primary, a, b, List.of());
  }

  /** The state of one slot. */
  public SlotState of(Slot slot) {
    return switch (slot) {
      case A -> a;
      case B -> b;
    };
  }

  /** Both slots, A first. */
  public Stream<SlotState> slots() {
    return Stream.of(a, b);
  }
}
