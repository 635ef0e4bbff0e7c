package dev.bascule.lab.powercut;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.boot.SystemdBootMachine;
import dev.bascule.lab.boot.SystemdBootMenu.Entry;
import dev.bascule.lab.cut.Medium;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads media as systemd-boot does, and looks at what it would start. */
final class SystemdBootJudge implements Judge {

  private final SlotJudge slots;

  SystemdBootJudge(List<SignedContent> images) {
    this.slots = new SlotJudge(images);
  }

  @Override
  public Verdict judge(Medium medium) throws IOException {
    SystemdBootMachine.Found found = SystemdBootModel.found(medium.files());
    Optional<Entry> chosen = found.choose();
    Map<Slot, Boolean> reachable = new EnumMap<>(Slot.class);
    List<String> faults = new ArrayList<>();
    for (Entry entry : found.menu().entries()) {
      boolean boots = chosen.equals(Optional.of(entry));
      if (entry.triesLeft() == 0 && !boots) {
        continue;
      }
      Optional<Slot> slot = SystemdBootMachine.slot(entry);
      if (slot.isEmpty() || !SystemdBootModel.isWhole(medium.files(), entry, slot.get())) {
        faults.add("entry " + entry.file() + " could be started and is not whole");
      }
      slot.ifPresent(each -> reachable.merge(each, entry.counted(), Boolean::logicalAnd));
    }
    return slots.judge(medium,
        new SlotJudge.Choice(chosen.flatMap(SystemdBootMachine::slot).orElse(null), reachable,
            faults));
  }
}
