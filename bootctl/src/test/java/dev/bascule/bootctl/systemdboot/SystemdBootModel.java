package dev.bascule.bootctl.systemdboot;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.choice.LoaderModel;
import dev.bascule.bootctl.systemdboot.EntryName.Counter;
import dev.bascule.bootctl.systemdboot.EntryPlan.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What systemd-boot does with a directory of entries, written from its documentation: the first entry that
 * a preference names, whatever its counter; else the first that has tries, by version; else the first.
 */
final class SystemdBootModel implements LoaderModel<LoaderEntries> {

  @Override
  public Optional<Slot> pick(LoaderEntries stored) {
    return pickEntry(stored).map(entry -> entry.name().stem().endsWith("a") ? Slot.A : Slot.B);
  }

  @Override
  public boolean bootsTheBad() {
    return true;
  }

  private static Optional<BootEntry> pickEntry(LoaderEntries stored) {
    var menu = new ArrayList<>(stored.entries());
    menu.sort(Comparator.<BootEntry>comparingInt(entry -> entry.name().triesLeft() == 0 ? 1 : 0)
        .thenComparingInt(entry -> -Integer.parseInt(entry.version())));
    for (var preference : new @Nullable EntryPattern[]{stored.oneShot(), stored.preferred(),
        stored.configured()}) {
      for (var entry : menu) {
        if (preference != null && fits(preference.text(), identity(stored, entry))) {
          return Optional.of(entry);
        }
      }
    }
    return menu.stream().findFirst();
  }

  private static String identity(LoaderEntries stored, BootEntry entry) {
    return switch (stored.identity()) {
      case WITH_COUNTER -> entry.name().toString();
      case WITHOUT_COUNTER -> entry.name().id();
    };
  }

  /** Only the patterns that are used here, by other means than the code that is tested. */
  private static boolean fits(String pattern, String name) {
    if (pattern.equals("slot-*")) {
      return name.startsWith("slot-");
    }
    if (pattern.contains("[+.]*")) {
      String stem = pattern.substring(0, pattern.indexOf('['));
      return name.equals(stem + ".conf") || name.equals(stem + ".efi")
          || name.startsWith(stem + "+");
    }
    return pattern.toLowerCase(Locale.ROOT).equals(name);
  }

  @Override
  public LoaderEntries afterBoot(LoaderEntries stored, Slot picked) {
    var booted = pickEntry(stored).orElseThrow();
    var counter = booted.name().counter();
    var after = stored.preferring(stored.preferred(), null);
    if (counter == null || counter.left() == 0) {
      return after;
    }
    var tried = new Counter(counter.left() - 1, counter.done() + 1);
    return with(after, booted.name(), booted.name().with(tried));
  }

  /**
   * All that a power cut leaves: each step done or not, and in the middle of a rename both names, or where
   * it is a unified kernel image on FAT neither.
   */
  static List<LoaderEntries> cuts(LoaderEntries before, LoaderEntries next) {
    var left = new ArrayList<LoaderEntries>();
    var now = before;
    left.add(now);
    for (var step : EntryPlan.between(before, next).steps()) {
      switch (step) {
        case Step.Rename(var from, var to) -> {
          left.add(both(now, from, to));
          if (from.kind() == EntryName.Kind.IMAGE) {
            left.add(without(now, from));
          }
          now = with(now, from, to);
        }
        case Step.Remove(var name) -> now = without(now, name);
        case Step.Prefer(var pattern) -> now = now.preferring(pattern, now.oneShot());
        case Step.Once(var pattern) -> now = now.preferring(now.preferred(), pattern);
      }
      left.add(now);
    }
    return left;
  }

  private static LoaderEntries both(LoaderEntries now, EntryName from, EntryName to) {
    var entries = new ArrayList<>(now.entries());
    entries.addAll(with(now, from, to).entries()
        .stream()
        .filter(entry -> entry.name().equals(to))
        .toList());
    return of(now, entries);
  }

  private static LoaderEntries with(LoaderEntries now, EntryName from, EntryName to) {
    return of(now,
        now.entries()
            .stream()
            .map(entry -> entry.name().equals(from) ? entry.withName(to) : entry)
            .toList());
  }

  private static LoaderEntries without(LoaderEntries now, EntryName name) {
    return of(now, now.entries().stream().filter(entry -> !entry.name().equals(name)).toList());
  }

  private static LoaderEntries of(LoaderEntries now, List<BootEntry> entries) {
    return new LoaderEntries(now.idA(), now.idB(), now.identity(), entries, now.configured(),
        now.preferred(), now.oneShot());
  }
}
