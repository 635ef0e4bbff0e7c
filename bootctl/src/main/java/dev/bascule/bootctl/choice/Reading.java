package dev.bascule.bootctl.choice;

import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.booted.BootedSlot;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that one read of the loader's state and of the host gave.
 *
 * @param faults what is not as it should be with the stored state, in sentences
 */
public record Reading<S extends SlotChoice<S>>(S choice, BootedSlot evidence, List<String> faults) {

  public Reading {
    faults = List.copyOf(faults);
  }

  /** The slot that runs, or null where that is not known. */
  public @Nullable Slot booted() {
    return evidence.slot();
  }

  /** The same for a caller of a boot control. */
  public BootState state() {
    return new BootState(booted(), choice.primary(), choice.state(Slot.A), choice.state(Slot.B),
        Stream.concat(faults.stream(), evidence.contradiction().stream()).toList());
  }
}
