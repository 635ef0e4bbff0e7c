package dev.bascule.lab.powercut;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.gpt.Gpt;
import dev.bascule.bootctl.gpt.GptEntry;
import dev.bascule.bootctl.gpt.GptLoader;
import dev.bascule.bootctl.gpt.GptTable;
import dev.bascule.bootctl.gpt.PriorityRule;
import dev.bascule.bootctl.volume.VolumeSpec;
import dev.bascule.lab.cut.Medium;
import dev.bascule.lab.disk.DiskPlan;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads media as a loader does that chooses by the partition table's attributes, and looks at what it would start. */
final class GptJudge implements Judge {

  private final SlotJudge slots;

  GptJudge(List<SignedContent> images) {
    this.slots = new SlotJudge(images);
  }

  @Override
  public Verdict judge(Medium medium) throws IOException {
    return slots.judge(medium, choice(medium));
  }

  private static SlotJudge.Choice choice(Medium medium) throws IOException {
    GptTable table;
    try {
      table = Gpt.read(medium.disk()).table();
    } catch (BootException e) {
      return new SlotJudge.Choice(null, Map.of(), List.of(String.valueOf(e.getMessage())));
    }
    GptEntry a = entry(table, Slot.A);
    GptEntry b = entry(table, Slot.B);
    OptionalInt picked = new GptLoader(PriorityRule.GPTPRIO, List.of(a.number(), b.number()))
        .pick(table)
        .partition();
    Slot boots = null;
    Map<Slot, Boolean> reachable = new EnumMap<>(Slot.class);
    for (Slot slot : Slot.values()) {
      GptEntry entry = slot == Slot.A ? a : b;
      if (entry.attributes().bootable()) {
        reachable.put(slot, !entry.attributes().successful());
      }
      if (picked.isPresent() && picked.getAsInt() == entry.number()) {
        boots = slot;
      }
    }
    return new SlotJudge.Choice(boots, reachable, List.of());
  }

  private static GptEntry entry(GptTable table, Slot slot) throws BootException {
    return table.find(new VolumeSpec.PartLabel(DiskPlan.partitionName(slot)), "disk after a cut");
  }
}
