package dev.bascule.bootctl.systemdboot;

import dev.bascule.bootctl.Slot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The steps by which the entries and variables become others, in the order that a power cut cannot hurt:
 * first what prefers a slot that will not be bootable goes, then files are renamed, then a slot is
 * preferred, for good and last for once. Each step is durable before the next begins.
 */
record EntryPlan(List<Step> steps) {

  /** One durable change. */
  sealed interface Step {

    /** Files that say the same under another name take this one's place; one of them is the source. */
    record Rename(EntryName from, EntryName to) implements Step {}

    /** A second file of the same entry goes. */
    record Remove(EntryName name) implements Step {}

    /** {@code LoaderEntryDefault}; null deletes it. */
    record Prefer(@Nullable EntryPattern pattern) implements Step {}

    /** {@code LoaderEntryOneShot}; null deletes it. */
    record Once(@Nullable EntryPattern pattern) implements Step {}
  }

  EntryPlan {
    steps = List.copyOf(steps);
  }

  static EntryPlan between(LoaderEntries before, LoaderEntries next) {
    var steps = new ArrayList<Step>();
    boolean once = !Objects.equals(before.oneShot(), next.oneShot());
    boolean prefer = !Objects.equals(before.preferred(), next.preferred());
    boolean disables = false;
    for (var slot : Slot.values()) {
      disables |= before.state(slot).bootable() && !next.state(slot).bootable();
    }
    if (once && (disables || next.oneShot() == null)) {
      steps.add(new Step.Once(next.oneShot()));
      once = false;
    }
    if (prefer && disables) {
      steps.add(new Step.Prefer(next.preferred()));
      prefer = false;
    }
    for (var slot : Slot.values()) {
      rename(before, next, slot, steps);
    }
    if (prefer) {
      steps.add(new Step.Prefer(next.preferred()));
    }
    if (once) {
      steps.add(new Step.Once(next.oneShot()));
    }
    return new EntryPlan(steps);
  }

  private static void rename(LoaderEntries before, LoaderEntries next, Slot slot,
      List<Step> steps) {
    if (before.of(slot).equals(next.of(slot))) {
      return;
    }
    var source = before.best(slot).name();
    var target = next.best(slot).name();
    before.of(slot)
        .stream()
        .map(BootEntry::name)
        .filter(name -> !name.equals(source) && !name.equals(target))
        .forEach(name -> steps.add(new Step.Remove(name)));
    if (source.equals(target)) {
      return;
    }
    boolean there = before.of(slot).stream().anyMatch(entry -> entry.name().equals(target));
    steps.add(there ? new Step.Remove(source) : new Step.Rename(source, target));
  }
}
