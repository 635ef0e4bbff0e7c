package dev.bascule.lab.powercut;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.gpt.Gpt;
import dev.bascule.bootctl.gpt.GptTable;
import dev.bascule.bootctl.volume.VolumeSpec;
import dev.bascule.lab.cut.Medium;
import dev.bascule.lab.disk.DiskPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at what is in the slots that a loader would start, and at what we keep: the same whatever the loader. */
final class SlotJudge {

  private static final int SECTOR = 512;

  private final SlotContents contents;
  private final JournalReader journal = new JournalReader();

  SlotJudge(List<SignedContent> images) {
    this.contents = new SlotContents(images);
  }

  /**
   * What a loader makes of media.
   *
   * @param boots the slot that it starts, or null if it starts none
   * @param reachable slots that some start could come to, and whether they are on trial
   * @param faults what is wrong with what it keeps
   */
  record Choice(@Nullable Slot boots, Map<Slot, Boolean> reachable, List<String> faults) {

    Choice {
      reachable = Map.copyOf(reachable);
      faults = List.copyOf(faults);
    }
  }

  Verdict judge(Medium medium, Choice choice) throws IOException {
    JournalReader.Reading read = journal.read(medium.files());
    List<String> faults = new ArrayList<>(read.faults());
    faults.addAll(choice.faults());
    Slot boots = choice.boots();
    Set<Slot> good = EnumSet.noneOf(Slot.class);
    Set<Slot> unsigned = EnumSet.noneOf(Slot.class);
    long release = -1;
    Map<Slot, Boolean> reachable = choice.reachable();
    if (!reachable.isEmpty()) {
      GptTable table = Gpt.read(medium.disk()).table();
      for (var slot : reachable.entrySet()) {
        SignedContent image = contents.find(medium, slot.getKey(), start(table, slot.getKey()));
        if (image == null) {
          unsigned.add(slot.getKey());
        } else if (!slot.getValue()) {
          good.add(slot.getKey());
        }
        if (slot.getKey() == boots) {
          release = image == null ? -1 : image.release();
        }
      }
    }
    boolean trial = boots != null && reachable.getOrDefault(boots, false);
    if (boots != null && !reachable.containsKey(boots)) {
      faults.add("the loader starts slot " + boots + ", which is one that it must not start");
    }
    if (trial && read.mayBoot() != boots) {
      faults.add("slot " + boots + " is on trial, and the journal does not know of it");
    }
    return new Verdict(boots, release, trial, good, unsigned, read.events(), KeptFiles.of(medium),
        faults);
  }

  private static long start(GptTable table, Slot slot) throws IOException {
    return table.find(new VolumeSpec.PartLabel(DiskPlan.partitionName(slot)), "disk after a cut")
        .firstLba() * SECTOR;
  }
}
