package dev.bascule.lab.powercut;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.gpt.Gpt;
import dev.bascule.bootctl.volume.VolumeSpec;
import dev.bascule.lab.boot.GrubScript;
import dev.bascule.lab.cut.Medium;
import dev.bascule.lab.disk.DiskPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads media as GRUB's documented script does, and looks at what it would start. A start that comes to nothing takes the
 * marks back and begins anew, so that one is no end.
 */
final class GrubJudge implements Judge {

  private static final int SECTOR = 512;
  private static final int STARTS = 2;

  private final SlotContents contents;
  private final JournalReader journal = new JournalReader();

  GrubJudge(List<SignedContent> images) {
    this.contents = new SlotContents(images);
  }

  @Override
  public Verdict judge(Medium medium) throws IOException {
    JournalReader.Reading read = journal.read(medium.files());
    List<String> faults = new ArrayList<>(read.faults());
    byte[] first = medium.files().getOrDefault(GrubModel.FIRST, new byte[0]);
    byte[] second = medium.files().getOrDefault(GrubModel.SECOND, new byte[0]);
    Map<Slot, Boolean> reachable = GrubScript.reachable(first, second);
    Slot boots = start(first, second).orElse(null);
    Gpt gpt = Gpt.read(medium.disk());
    Set<Slot> good = EnumSet.noneOf(Slot.class);
    Set<Slot> unsigned = EnumSet.noneOf(Slot.class);
    long release = -1;
    for (var slot : reachable.entrySet()) {
      long start = gpt.table()
          .find(new VolumeSpec.PartLabel(DiskPlan.partitionName(slot.getKey())), "disk after a cut")
          .firstLba() * SECTOR;
      SignedContent image = contents.find(medium, slot.getKey(), start);
      if (image == null) {
        unsigned.add(slot.getKey());
      } else if (!slot.getValue()) {
        good.add(slot.getKey());
      }
      if (slot.getKey() == boots) {
        release = image == null ? -1 : image.release();
      }
    }
    boolean trial = boots != null && reachable.getOrDefault(boots, false);
    if (boots != null && !reachable.containsKey(boots)) {
      faults.add("GRUB starts slot " + boots + ", which is not in its order, or not OK");
    }
    if (trial && read.mayBoot() != boots) {
      faults.add("slot " + boots + " is on trial, and the journal does not know of it");
    }
    return new Verdict(boots, release, trial, good, unsigned, read.events(), KeptFiles.of(medium),
        faults);
  }

  private static Optional<Slot> start(byte[] first, byte[] second) {
    byte[] one = first;
    byte[] two = second;
    for (int i = 0; i < STARTS; i++) {
      GrubScript.Start start = GrubScript.start(one, two);
      if (start.slot().isPresent()) {
        return start.slot();
      }
      for (var write : start.writes()) {
        if (write.first()) {
          one = write.block();
        } else {
          two = write.block();
        }
      }
    }
    return Optional.empty();
  }
}
