package dev.bascule.lab.powercut;

import dev.bascule.bootctl.Slot;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be while something is done to a device, and what must be once it is done.
 *
 * @param what was done: a command, or the loader's start
 * @param done whether it was done when the power was cut
 * @param before what the device came to before it
 * @param after what it comes to after it, if there is no cut
 * @param earlier what it came to before the loader's last start, where that may still be lost: firmware flushes nothing,
 *     and the loader's marks are in the medium's cache until the system's first flush
 */
record Phase(String what, boolean done, Verdict before, Verdict after,
    @Nullable Verdict earlier) {

  private static final String RECORDS = "var/lib/bascule/slots/";
  private static final String BESIDE = ".new";

  /** What is wrong with a device that a cut left so; empty if nothing is. */
  List<String> wrong(Verdict found) {
    List<String> wrong = new ArrayList<>(found.faults());
    if (found.boots() == null) {
      wrong.add("bricked: nothing boots");
    }
    if (!found.unsigned().isEmpty()) {
      wrong.add("slot " + found.unsigned() + " could be started and holds no signed image");
    }
    Set<Slot> kept = EnumSet.noneOf(Slot.class);
    kept.addAll(after.good());
    if (!done) {
      kept.retainAll(before.good());
    }
    if (!found.good().containsAll(kept)) {
      wrong.add("expected slots " + kept + " to stay confirmed, found " + found.good());
    }
    if (!startsAsItMay(found)) {
      wrong.add("expected " + (done ? "" : before + ", or ") + after + "; found " + found);
    }
    if (found.trial() && found.boots() != null && !found.good().contains(found.boots().other())) {
      wrong.add("slot " + found.boots() + " is on trial, and nothing is left to fall back to");
    }
    wrong.addAll(wrongFiles(found));
    int least = done ? after.events() : before.events();
    if (found.events() < least) {
      wrong.add("the journal lost " + (least - found.events()) + " entries");
    }
    return wrong;
  }

  private boolean startsAsItMay(Verdict found) {
    return found.startsLike(after)
        || (!done && found.startsLike(before))
        || (earlier != null && found.startsLike(earlier));
  }

  /** A record of a slot is the old one or the new one; once a command has ended all that it wrote is there. */
  private List<String> wrongFiles(Verdict found) {
    List<String> wrong = new ArrayList<>();
    found.files().forEach((name, content) -> {
      boolean known = content.equals(after.files().get(name))
          || (!done && content.equals(before.files().get(name)));
      boolean record = name.startsWith(RECORDS) && !name.endsWith(BESIDE);
      if (!known && (done || record)) {
        wrong.add(name + " is neither what it was nor what it was to be");
      }
    });
    if (done) {
      after.files()
          .keySet()
          .stream()
          .filter(name -> !found.files().containsKey(name))
          .forEach(name -> wrong.add(name + " is not there any more"));
    }
    return wrong;
  }
}
