package dev.bascule.bootctl.systemdboot;

import dev.bascule.bootctl.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be removed after changes that were cut: files that a slot has besides the one that counts, and
 * preferences that name nothing.
 *
 * @param surplus files to remove, each with the one that stays in its place
 * @param leftovers files beside the entries, which the loader does not look at
 */
record EntryRepair(Map<EntryName, EntryName> surplus, List<String> leftovers,
    boolean dropsPreferred, boolean dropsOneShot) {

  EntryRepair {
    leftovers = List.copyOf(leftovers);
  }

  static EntryRepair decide(LoaderEntries found, List<String> leftovers) {
    var surplus = new LinkedHashMap<EntryName, EntryName>();
    for (var slot : Slot.values()) {
      found.of(slot)
          .stream()
          .map(BootEntry::name)
          .filter(name -> !name.equals(found.best(slot).name()))
          .forEach(name -> surplus.put(name, found.best(slot).name()));
    }
    return new EntryRepair(surplus, leftovers, found.dangles(found.preferred()),
        found.dangles(found.oneShot()));
  }

  /** In sentences. */
  List<String> steps() {
    var steps = new ArrayList<String>();
    surplus.forEach((name, kept) -> steps.add("remove " + name + ", for " + kept
        + " is the same entry"));
    leftovers.forEach(name -> steps.add("remove " + name));
    if (dropsPreferred) {
      steps.add("delete LoaderEntryDefault, which names no entry");
    }
    if (dropsOneShot) {
      steps.add("delete LoaderEntryOneShot, which names no entry");
    }
    return steps;
  }
}
