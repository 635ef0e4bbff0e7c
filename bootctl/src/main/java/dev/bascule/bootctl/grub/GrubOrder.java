package dev.bascule.bootctl.grub;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.bootctl.choice.SlotChoice;
import dev.bascule.bootctl.variables.Bootnames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The choice of RAUC's script for GRUB: an order of names, and two flags for each.
 *
 * <p>The flags do not tell a confirmed slot from one that was activated and not booted yet. So the slot on
 * trial is kept in a variable of its own, which the script carries along and RAUC does not look at.
 *
 * @param order names as the script walks through them, also such that are no slot of ours
 * @param trial the slot that was activated and not confirmed since, or null
 */
record GrubOrder(Bootnames names, List<String> order, SlotFlags a,
    SlotFlags b, @Nullable Slot trial) implements SlotChoice<GrubOrder> {

  GrubOrder {
    order = List.copyOf(order);
  }

  SlotFlags of(Slot slot) {
    return switch (slot) {
      case A -> a;
      case B -> b;
    };
  }

  private GrubOrder with(Slot slot, SlotFlags flags) {
    return switch (slot) {
      case A -> new GrubOrder(names, order, flags, b, trial);
      case B -> new GrubOrder(names, order, a, flags, trial);
    };
  }

  private GrubOrder trying(@Nullable Slot slot) {
    return new GrubOrder(names, order, a, b, slot);
  }

  boolean ordered(Slot slot) {
    return order.contains(names.of(slot));
  }

  @Override
  public @Nullable Slot primary() {
    return order.stream()
        .map(names::slot)
        .flatMap(Optional::stream)
        .filter(slot -> of(slot).ready())
        .findFirst()
        .orElse(null);
  }

  @Override
  public SlotState state(Slot slot) {
    int place = order.indexOf(names.of(slot));
    String detail = of(slot) + (place < 0 ? " not in ORDER" : " ORDER=" + (place + 1))
        + (trial == slot ? " trial" : "");
    if (place < 0 || !of(slot).ready()) {
      return new SlotState(slot, Standing.BAD, 0, detail);
    }
    return trial == slot
        ? new SlotState(slot, Standing.TRIAL, 1, detail)
        : new SlotState(slot, Standing.GOOD, 0, detail);
  }

  @Override
  public boolean reachable(Slot slot) {
    return ordered(slot) && of(slot).ok();
  }

  @Override
  public GrubOrder without(Slot slot) {
    return of(slot).ok() ? with(slot, new SlotFlags(false, false)).settled(slot) : this;
  }

  @Override
  public GrubOrder withTrial(Slot slot, int tries) {
    return with(slot, SlotFlags.READY).withFirst(slot).trying(slot);
  }

  /** A trial of the other slot that was in vain is ended: the script would take its mark back one day. */
  @Override
  public GrubOrder withGood(Slot slot) {
    var good = with(slot, SlotFlags.READY).settled(slot);
    var next = ordered(slot) ? good : good.withFirst(slot);
    return trial == slot.other() && of(slot.other()).tried() ? next.without(slot.other()) : next;
  }

  @Override
  public GrubOrder withFirst(Slot slot) {
    var next = new ArrayList<>(order);
    next.removeIf(names.of(slot)::equals);
    next.addFirst(names.of(slot));
    return new GrubOrder(names, next, a, b, trial);
  }

  private GrubOrder settled(Slot slot) {
    return trial == slot ? trying(null) : this;
  }
}
