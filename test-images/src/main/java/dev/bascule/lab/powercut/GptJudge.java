package dev.bascule.lab.powercut;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.gpt.Gpt;
import dev.bascule.bootctl.gpt.GptEntry;
import dev.bascule.bootctl.gpt.GptLoader;
import dev.bascule.bootctl.gpt.GptTable;
import dev.bascule.bootctl.gpt.PriorityRule;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.bootctl.volume.VolumeSpec;
import dev.bascule.lab.cut.Medium;
import dev.bascule.lab.disk.DiskPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Reads media as a loader does that chooses by the partition table's attributes, and looks at what it would start. */
final class GptJudge implements Judge {

  private static final int SECTOR = 512;

  private final SlotContents contents;
  private final JournalReader journal = new JournalReader();

  GptJudge(List<SignedContent> images) {
    this.contents = new SlotContents(images);
  }

  @Override
  public Verdict judge(Medium medium) throws IOException {
    List<String> faults = new ArrayList<>();
    JournalReader.Reading read = journal.read(medium.files());
    faults.addAll(read.faults());
    Volume disk = medium.disk();
    GptTable table;
    try {
      table = Gpt.read(disk).table();
    } catch (BootException e) {
      faults.add(String.valueOf(e.getMessage()));
      return new Verdict(null, -1, false, Set.of(), Set.of(), read.events(),
          KeptFiles.of(medium), faults);
    }
    GptEntry a = entry(table, Slot.A);
    GptEntry b = entry(table, Slot.B);
    OptionalInt picked = new GptLoader(PriorityRule.GPTPRIO, List.of(a.number(), b.number()))
        .pick(table)
        .partition();
    Set<Slot> good = EnumSet.noneOf(Slot.class);
    Set<Slot> unsigned = EnumSet.noneOf(Slot.class);
    Slot boots = null;
    long release = -1;
    boolean trial = false;
    for (Slot slot : Slot.values()) {
      GptEntry entry = slot == Slot.A ? a : b;
      if (!entry.attributes().bootable()) {
        continue;
      }
      SignedContent image = contents.find(medium, slot, entry.firstLba() * SECTOR);
      if (image == null) {
        unsigned.add(slot);
      } else if (entry.attributes().successful()) {
        good.add(slot);
      }
      if (picked.isPresent() && picked.getAsInt() == entry.number()) {
        boots = slot;
        release = image == null ? -1 : image.release();
        trial = !entry.attributes().successful();
      }
    }
    if (trial && read.mayBoot() != boots) {
      faults.add("slot " + boots + " is on trial, and the journal does not know of it");
    }
    return new Verdict(boots, release, trial, good, unsigned, read.events(), KeptFiles.of(medium),
        faults);
  }

  private static GptEntry entry(GptTable table, Slot slot) throws BootException {
    return table.find(new VolumeSpec.PartLabel(DiskPlan.partitionName(slot)), "disk after a cut");
  }
}
