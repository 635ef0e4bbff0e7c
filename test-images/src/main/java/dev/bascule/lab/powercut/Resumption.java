package dev.bascule.lab.powercut;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.boot.Startup;
import dev.bascule.lab.cut.History;
import dev.bascule.lab.cut.Snapshot;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.lab.process.Outcome;
import java.io.IOException;
import java.util.Set;

/**
 * A device goes on from what a cut left: it is switched on, confirms and updates itself as often as it needs, and ends in
 * a slot that is confirmed and holds what this chapter ends with. All of it is recorded: a second cut can follow.
 *
 * @param chapter the one that was cut
 * @param ends the releases with which it may end
 */
record Resumption(CutBench bench, Chapter chapter, Set<Long> ends, JavaProgram program) {

  Resumption {
    ends = Set.copyOf(ends);
  }

  /** More starts than any cut can make necessary: a trial, its failure, and one to see that nothing changes. */
  private static final int STARTS = 6;
  private static final Set<Integer> CONFIRM = Set.of(0, 3, 5);
  private static final Set<Integer> UPDATE = Set.of(0, 3);

  /**
   * Goes on.
   *
   * @return what it asked of the media
   * @throws IOException if it does not come to a good end, with what was found instead
   */
  History goOn(Snapshot media) throws IOException {
    String name = bench.newName(chapter.label() + "-resumed");
    Judge judge = bench.judge();
    try {
      Device device = bench.after(media, name, chapter.offered(), program);
      RecordedDevice recorded = RecordedDevice.of(device, bench.loader(), bench.scratch());
      String last = "nothing";
      for (int start = 0; start < STARTS; start++) {
        Slot slot = boot(recorded);
        Outcome confirmed = run(recorded, CONFIRM, "confirm");
        Outcome updated = run(recorded, UPDATE, "update");
        Verdict now = recorded.verdict(judge);
        boolean settled = now.boots() == slot && !now.trial()
            && ends.contains(now.release())
            && now.good().contains(slot);
        if (settled && now.faults().isEmpty() && now.unsigned().isEmpty()) {
          recorded.requireComplete();
          return recorded.history();
        }
        last = now + "; confirm " + confirmed.exitCode() + ", update " + updated.exitCode() + ": "
            + updated.errors();
      }
      throw new IOException("expected to end with a release of " + ends
          + " confirmed, found after " + STARTS + " starts " + last);
    } finally {
      bench.remove(name);
    }
  }

  private static Slot boot(RecordedDevice device) throws IOException {
    return switch (device.powerOn()) {
      case Startup.Booted booted -> booted.slot();
      case Startup.NothingBootable _ -> throw new IOException("bricked: nothing boots");
    };
  }

  private static Outcome run(RecordedDevice device, Set<Integer> codes, String verb)
      throws IOException {
    Outcome outcome = device.bascule(verb);
    if (!codes.contains(outcome.exitCode())) {
      throw new IOException("bascule " + verb + ": expected an exit code of " + codes + ", found "
          + outcome);
    }
    return outcome;
  }
}
