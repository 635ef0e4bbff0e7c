package dev.bascule.updater.journal;

import java.util.ArrayList;
import java.util.List;

/** The entries that outlive a file that is full: those without which the ledger would be another. */
final class Essence {

  private Essence() {}

  /** Drops what is not needed, oldest first; what is left adds up to the same ledger. */
  static List<Entry> of(List<Entry> entries) {
    Ledger whole = Ledger.of(entries);
    List<Entry> needed = new ArrayList<>(entries);
    for (Entry entry : entries) {
      int place = needed.indexOf(entry);
      needed.remove(place);
      if (!Ledger.of(needed).equals(whole)) {
        needed.add(place, entry);
      }
    }
    return needed;
  }
}
