package dev.bascule.lab.powercut;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.lab.boot.UbootEnvironment;
import dev.bascule.lab.boot.UbootMachine;
import dev.bascule.lab.boot.UbootScript;
import dev.bascule.lab.cut.Medium;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads media as U-Boot with the documented script does, and looks at what it would start. A start that comes to nothing
 * gives all slots their boots back and resets, so that one is no end.
 */
final class UbootJudge implements Judge {

  private final SlotJudge slots;

  UbootJudge(List<SignedContent> images) {
    this.slots = new SlotJudge(images);
  }

  @Override
  public Verdict judge(Medium medium) throws IOException {
    Volume disk = medium.disk();
    byte[] first = UbootModel.COPIES.read(disk, 1);
    byte[] second = UbootModel.COPIES.read(disk, 2);
    List<String> faults = UbootEnvironment.load(first, second).counts() == 0
        ? List.of(
            "no copy of U-Boot's environment is valid: it has the defaults that it was built with")
        : List.of();
    return slots.judge(medium, new SlotJudge.Choice(start(first, second).orElse(null),
        UbootScript.reachable(first, second), faults));
  }

  private static Optional<Slot> start(byte[] first, byte[] second) {
    byte[] one = first;
    byte[] two = second;
    for (int i = 0; i < UbootMachine.STARTS; i++) {
      UbootScript.Start start = UbootScript.start(one, two);
      if (start.slot().isPresent()) {
        return start.slot();
      }
      if (start.copy() == 1) {
        one = start.bytes();
      } else {
        two = start.bytes();
      }
    }
    return Optional.empty();
  }
}
