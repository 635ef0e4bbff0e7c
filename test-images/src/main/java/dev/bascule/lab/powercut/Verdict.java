package dev.bascule.lab.powercut;

import dev.bascule.bootctl.Slot;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a device's media come to when it is switched on.
 *
 * @param boots the slot that the loader would start, or null if it would start none
 * @param release the release counter of the image in it, or -1 if it holds no signed image
 * @param trial whether the loader would start it on trial
 * @param good slots that are confirmed, could be started and hold a signed image whole
 * @param unsigned slots that could be started and hold no signed image
 * @param events how many entries the journal has
 * @param files what is kept beside the journal, by name
 * @param faults what is wrong with the table or the journal, beyond what a cut may do
 */
record Verdict(@Nullable Slot boots, long release, boolean trial, Set<Slot> good,
    Set<Slot> unsigned, int events, Map<String, ByteBuffer> files, List<String> faults) {

  Verdict {
    good = Set.copyOf(good);
    unsigned = Set.copyOf(unsigned);
    files = Map.copyOf(files);
    faults = List.copyOf(faults);
  }

  /** Whether the same system would be started, on trial or not. */
  boolean startsLike(Verdict other) {
    return boots == other.boots && release == other.release && trial == other.trial;
  }

  @Override
  public String toString() {
    return (boots == null ? "nothing boots"
        : "slot " + boots + " boots, release " + release
            + (trial ? ", on trial" : ""))
        + "; good " + good + ", unsigned " + unsigned + ", "
        + events + " events" + (faults.isEmpty() ? "" : ", " + faults);
  }
}
