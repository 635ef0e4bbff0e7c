package dev.bascule.bootctl.uboot;

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
 * The choice of RAUC's script for U-Boot: an order of names, and how many boots each has left. Every boot
 * takes one, so a good slot is given them back each time that it is confirmed.
 *
 * <p>The counts do not tell a confirmed slot from one on trial, so the slot on trial is kept in a variable
 * of its own. When no count is left the script gives three to every slot again; so what must not boot is
 * taken out of the order.
 *
 * @param order names as the script walks through them, also such that are no slot of ours
 * @param trial the slot that was activated and not confirmed since, or null
 */
record UbootOrder(Bootnames names, List<String> order, int leftA, int leftB,
    @Nullable Slot trial) implements SlotChoice<UbootOrder> {
  /** What a confirmed slot is given: RAUC's boot-attempts by default, and what the script resets to. */
  static final int ATTEMPTS = 3;

  UbootOrder {
    order = List.copyOf(order);
  }

  int left(Slot slot) {
    return switch (slot) {
      case A -> leftA;
      case B -> leftB;
    };
  }

  private UbootOrder with(Slot slot, int left) {
    return switch (slot) {
      case A -> new UbootOrder(names, order, left, leftB, trial);
      case B -> new UbootOrder(names, order, leftA, left, trial);
    };
  }

  private UbootOrder trying(@Nullable Slot slot) {
    return new UbootOrder(names, order, leftA, leftB, slot);
  }

  private UbootOrder settled(Slot slot) {
    return trial == slot ? trying(null) : this;
  }

  @Override
  public @Nullable Slot primary() {
    return order.stream()
        .map(names::slot)
        .flatMap(Optional::stream)
        .filter(slot -> left(slot) > 0)
        .findFirst()
        .orElse(null);
  }

  @Override
  public SlotState state(Slot slot) {
    int place = order.indexOf(names.of(slot));
    String detail = "LEFT=" + Integer.toHexString(left(slot))
        + (place < 0 ? " not in BOOT_ORDER" : " BOOT_ORDER=" + (place + 1))
        + (trial == slot ? " trial" : "");
    if (place < 0 || left(slot) == 0) {
      return new SlotState(slot, Standing.BAD, 0, detail);
    }
    return new SlotState(slot, trial == slot ? Standing.TRIAL : Standing.GOOD, left(slot), detail);
  }

  @Override
  public boolean reachable(Slot slot) {
    return order.contains(names.of(slot));
  }

  @Override
  public UbootOrder without(Slot slot) {
    if (!reachable(slot) && left(slot) == 0) {
      return this;
    }
    var next = new ArrayList<>(order);
    next.removeIf(names.of(slot)::equals);
    return new UbootOrder(names, next, leftA, leftB, trial).with(slot, 0).settled(slot);
  }

  /** The other, if it is good, is given all its boots: it is what the loader falls back to. */
  @Override
  public UbootOrder withTrial(Slot slot, int tries) {
    var other = slot.other();
    var rested = good(other) ? with(other, Math.max(left(other), ATTEMPTS)) : this;
    return rested.with(slot, tries).withFirst(slot).trying(slot);
  }

  /** A trial of the other slot that was in vain is ended: the script would give it new boots one day. */
  @Override
  public UbootOrder withGood(Slot slot) {
    var good = with(slot, Math.max(left(slot), ATTEMPTS)).settled(slot);
    var next = reachable(slot) ? good : good.withFirst(slot);
    return trial == slot.other() && left(slot.other()) == 0 ? next.without(slot.other()) : next;
  }

  @Override
  public UbootOrder withFirst(Slot slot) {
    var next = new ArrayList<>(order);
    next.removeIf(names.of(slot)::equals);
    next.addFirst(names.of(slot));
    return new UbootOrder(names, next, leftA, leftB, trial);
  }
}
