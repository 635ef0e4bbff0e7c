package dev.bascule.bootctl.systemdboot;

import java.util.Comparator;
import java.util.Locale;

/**
 * One entry in the loader's menu.
 *
 * @param sortKey empty if it has none
 * @param machineId empty if it has none
 * @param version empty if it has none
 */
record BootEntry(EntryName name, String sortKey, String machineId, String version) {

  BootEntry withName(EntryName other) {
    return new BootEntry(other, sortKey, machineId, version);
  }

  boolean bootable() {
    return name.good() || name.triesLeft() > 0;
  }

  /**
   * The loader's order: what has no tries left last; what has a sort key first, by that, by the machine
   * and by the version, the newest first; then by the identity, the newest first.
   *
   * @param identity how the loader's release names entries
   */
  static Comparator<BootEntry> order(EntryIdentity identity) {
    return Comparator.<BootEntry>comparingInt(entry -> entry.name.triesLeft() == 0 ? 1 : 0)
        .thenComparingInt(entry -> entry.sortKey.isEmpty() ? 1 : 0)
        .thenComparing(BootEntry::bySortKey)
        .thenComparing(identity::of, VersionOrder.OLDEST_FIRST.reversed())
        .thenComparing(BootEntry::byCounter);
  }

  private static int bySortKey(BootEntry a, BootEntry b) {
    if (a.sortKey.isEmpty()) {
      return 0;
    }
    int order = a.sortKey.compareTo(b.sortKey);
    if (order == 0) {
      order = a.machineId.compareTo(b.machineId);
    }
    return order == 0 ? VersionOrder.OLDEST_FIRST.compare(b.version, a.version) : order;
  }

  private static int byCounter(BootEntry a, BootEntry b) {
    if (a.name.good() || b.name.good()) {
      return 0;
    }
    int order = Integer.compare(b.name.triesLeft(), a.name.triesLeft());
    return order == 0 ? Integer.compare(a.name.triesDone(), b.name.triesDone()) : order;
  }

  /** How releases of the loader name an entry when it is compared with a pattern or with another. */
  enum EntryIdentity {
    /** The file's whole name. */
    WITH_COUNTER {
      @Override
      String of(BootEntry entry) {
        return entry.name.toString().toLowerCase(Locale.ROOT);
      }
    },
    /** The name without the counter: releases from 258. */
    WITHOUT_COUNTER {
      @Override
      String of(BootEntry entry) {
        return entry.name.id().toLowerCase(Locale.ROOT);
      }
    };

    abstract String of(BootEntry entry);
  }
}
