package dev.bascule.bootctl.efi;

import dev.bascule.bootctl.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What makes {@code BootOrder} and {@code BootNext} whole: they name entries that exist, and the order names
 * a slot.
 *
 * @param steps in sentences
 * @param order what to write, or empty if the order is whole
 * @param dropsNext whether {@code BootNext} goes
 * @param refusal why the order cannot be made whole; empty if it is or can
 */
record EfiRepair(List<String> steps, Optional<List<BootNumber>> order, boolean dropsNext,
    Optional<String> refusal) {

  EfiRepair {
    steps = List.copyOf(steps);
    order = order.map(List::copyOf);
  }

  /**
   * Decides.
   *
   * @param order the variable's bytes, whatever they are
   * @param next the same of {@code BootNext}
   * @param exist the numbers of all entries
   * @param slots which entries are the slots'; its order does not matter
   * @param booted the slot that runs, or null where that is not known
   */
  static EfiRepair decide(Optional<byte[]> order, Optional<byte[]> next, Set<BootNumber> exist,
      EfiChoice slots, @Nullable Slot booted) {
    var steps = new ArrayList<String>();
    byte[] bytes = order.orElse(new byte[0]);
    var found = whole(bytes);
    var kept = new ArrayList<>(found.stream().filter(exist::contains).distinct().toList());
    boolean damaged = bytes.length % 2 != 0 || !kept.equals(found);
    boolean lost = kept.stream()
        .noneMatch(number -> number.equals(slots.a())
            || number.equals(slots.b()));
    var running = booted == null ? null : slots.of(booted);
    if (lost && (damaged || order.isEmpty())) {
      if (running == null) {
        return new EfiRepair(List.of(), Optional.empty(), false,
            Optional.of("it names no slot, and nothing says which slot runs"));
      }
      kept.addFirst(running);
      damaged = true;
    }
    if (damaged) {
      steps.add("write BootOrder " + kept + " in place of " + found
          + (kept.contains(running) && lost ? ": slot " + booted + ", which runs, first" : ""));
    }
    boolean drops = next.isPresent()
        && (next.get().length != 2 || !exist.containsAll(whole(next.get())));
    if (drops) {
      steps.add("delete BootNext, which is no number of an entry");
    }
    return new EfiRepair(steps, damaged ? Optional.of(kept) : Optional.empty(), drops,
        Optional.empty());
  }

  /** The numbers, without half a number at the end. */
  private static List<BootNumber> whole(byte[] bytes) {
    var numbers = new ArrayList<BootNumber>();
    for (int at = 0; at + 1 < bytes.length; at += 2) {
      numbers.add(new BootNumber((bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8));
    }
    return numbers;
  }
}
