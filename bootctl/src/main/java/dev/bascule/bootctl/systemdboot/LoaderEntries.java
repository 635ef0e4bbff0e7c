package dev.bascule.bootctl.systemdboot;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.bootctl.choice.SlotChoice;
import dev.bascule.bootctl.systemdboot.BootEntry.EntryIdentity;
import dev.bascule.bootctl.systemdboot.EntryName.Counter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All entries of the menu, and what prefers one to the order.
 *
 * <p>A trial counts down in the loader's own order where the slot's entry comes first there, by its version
 * for instance. Where it does not, it is the loader's one-shot entry and is tried once: a preferred entry
 * would be booted for ever, for the loader does not look at the counter of what is preferred.
 *
 * @param identity how the running release of the loader names entries
 * @param configured {@code default} in loader.conf, or null
 * @param preferred {@code LoaderEntryDefault}, or null
 * @param oneShot {@code LoaderEntryOneShot}, or null
 */
record LoaderEntries(String idA, String idB, EntryIdentity identity, List<BootEntry> entries,
    @Nullable EntryPattern configured, @Nullable EntryPattern preferred,
    @Nullable EntryPattern oneShot) implements SlotChoice<LoaderEntries> {

  LoaderEntries {
    entries = entries.stream().sorted(Comparator.comparing(BootEntry::name)).toList();
  }

  String id(Slot slot) {
    return switch (slot) {
      case A -> idA;
      case B -> idB;
    };
  }

  /** The files of one slot; more than one only where a change was cut. */
  List<BootEntry> of(Slot slot) {
    return entries.stream().filter(entry -> belongs(entry, slot)).toList();
  }

  private boolean belongs(BootEntry entry, Slot slot) {
    return entry.name().id().equalsIgnoreCase(id(slot));
  }

  /** The entry that the loader takes, by what a release of it calls entries. */
  Optional<BootEntry> pick(EntryIdentity by) {
    var menu = entries.stream().sorted(BootEntry.order(by)).toList();
    return Stream.of(oneShot, preferred, configured)
        .filter(pattern -> pattern != null)
        .flatMap(pattern -> menu.stream().filter(entry -> pattern.fits(by.of(entry))).limit(1))
        .findFirst()
        .or(() -> menu.stream().findFirst());
  }

  @Override
  public @Nullable Slot primary() {
    return pick(identity).filter(BootEntry::bootable)
        .flatMap(entry -> Stream.of(Slot.values()).filter(slot -> belongs(entry, slot)).findFirst())
        .orElse(null);
  }

  /** Whether every release of the loader takes an entry of this slot. */
  private boolean picks(Slot slot) {
    return Stream.of(EntryIdentity.values())
        .allMatch(by -> pick(by).filter(entry -> belongs(entry, slot)).isPresent());
  }

  @Override
  public SlotState state(Slot slot) {
    var files = of(slot);
    var standing = Standing.BAD;
    int tries = 0;
    if (files.stream().anyMatch(entry -> entry.name().good())) {
      standing = Standing.GOOD;
    } else if (files.stream().anyMatch(BootEntry::bootable)) {
      standing = Standing.TRIAL;
      tries = files.stream().mapToInt(entry -> entry.name().triesLeft()).max().orElse(0);
    }
    String names = files.isEmpty()
        ? "no entry " + id(slot)
        : String.join(" ", files.stream().map(entry -> entry.name().toString()).toList());
    return new SlotState(slot, standing, tries, names);
  }

  @Override
  public Optional<String> missing(Slot slot) {
    return of(slot).isEmpty()
        ? Optional.of("slot " + slot + " has no entry " + id(slot) + ": install it first")
        : Optional.empty();
  }

  @Override
  public LoaderEntries without(Slot slot) {
    var files = of(slot);
    boolean disabledBefore = files.stream().noneMatch(BootEntry::bootable) && files.size() < 2;
    var disabled =
        disabledBefore ? this : renamed(slot, new Counter(0, best(slot).name().triesDone()));
    var released = disabled.preferring(names(preferred, slot) ? null : preferred,
        names(oneShot, slot) ? null : oneShot);
    var later = released.preferring(released.preferred, null);
    boolean returns = Stream.of(EntryIdentity.values())
        .anyMatch(by -> later.pick(by).filter(entry -> belongs(entry, slot)).isPresent());
    return returns && good(slot.other())
        ? released.preferring(EntryPattern.exactly(id(slot.other())), released.oneShot)
        : released;
  }

  @Override
  public LoaderEntries withTrial(Slot slot, int tries) {
    var counted = renamed(slot, new Counter(tries, 0)).preferring(null, null);
    if (counted.picks(slot) && counted.fallsBackFrom(slot)) {
      return counted;
    }
    var once = renamed(slot, new Counter(1, 0)).preferring(null, null);
    var held = once.fallsBackFrom(slot)
        ? once
        : once.preferring(EntryPattern.exactly(id(slot.other())), null);
    return held.preferring(held.preferred, EntryPattern.counted(id(slot)));
  }

  /** Whether the other slot is taken once this one has no tries left, if the other one is bootable. */
  private boolean fallsBackFrom(Slot slot) {
    var spent = renamed(slot, new Counter(0, 1));
    return !spent.state(slot.other()).bootable() || spent.picks(slot.other());
  }

  @Override
  public LoaderEntries withGood(Slot slot) {
    if (good(slot) && of(slot).size() == 1) {
      return this;
    }
    var confirmed = renamed(slot, null);
    return confirmed.primary() == slot ? confirmed : confirmed.withFirst(slot);
  }

  @Override
  public LoaderEntries withFirst(Slot slot) {
    var ordered = preferring(null, null);
    if (ordered.picks(slot)) {
      return ordered;
    }
    return good(slot)
        ? preferring(EntryPattern.exactly(id(slot)), null)
        : preferring(preferred, EntryPattern.counted(id(slot)));
  }

  /** Whether a preference is there and fits no entry, by what any release of the loader calls entries. */
  boolean dangles(@Nullable EntryPattern pattern) {
    return pattern != null && !pattern.text().startsWith("@")
        && entries.stream()
            .noneMatch(entry -> Stream.of(EntryIdentity.values())
                .anyMatch(by -> pattern.fits(by.of(entry))));
  }

  private boolean names(@Nullable EntryPattern pattern, Slot slot) {
    var files = of(slot).stream()
        .flatMap(entry -> Stream.of(EntryIdentity.values()).map(by -> by.of(entry)));
    return pattern != null
        && Stream.concat(Stream.of(id(slot).toLowerCase(Locale.ROOT)), files)
            .anyMatch(pattern::fits);
  }

  /** The slot's file that the loader would rather boot. */
  BootEntry best(Slot slot) {
    return of(slot).stream()
        .min(Comparator.<BootEntry>comparingInt(entry -> entry.name().good() ? 0 : 1)
            .thenComparingInt(entry -> -entry.name().triesLeft()))
        .orElseThrow(() -> new IllegalStateException("slot " + slot + " has no entry"));
  }

  private LoaderEntries renamed(Slot slot, @Nullable Counter counter) {
    var only = best(slot).withName(best(slot).name().with(counter));
    var others = entries.stream().filter(entry -> !belongs(entry, slot));
    return new LoaderEntries(idA, idB, identity, Stream.concat(others, Stream.of(only)).toList(),
        configured, preferred, oneShot);
  }

  LoaderEntries preferring(@Nullable EntryPattern newPreferred,
      @Nullable EntryPattern newOneShot) {
    return new LoaderEntries(idA, idB, identity, entries, configured, newPreferred, newOneShot);
  }

  @Override
  public String toString() {
    return entries.stream().map(entry -> entry.name().toString()).toList() + " default="
        + configured
        + " LoaderEntryDefault=" + preferred + " LoaderEntryOneShot=" + oneShot;
  }
}
