package dev.bascule.lab.powercut;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.boot.GrubScript;
import dev.bascule.lab.cut.Medium;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads media as GRUB's documented script does, and looks at what it would start. A start that comes to nothing takes the
 * marks back and begins anew, so that one is no end.
 */
final class GrubJudge implements Judge {

  private static final int STARTS = 2;

  private final SlotJudge slots;

  GrubJudge(List<SignedContent> images) {
    this.slots = new SlotJudge(images);
  }

  @Override
  public Verdict judge(Medium medium) throws IOException {
    byte[] first = medium.files().getOrDefault(GrubModel.FIRST, new byte[0]);
    byte[] second = medium.files().getOrDefault(GrubModel.SECOND, new byte[0]);
    return slots.judge(medium, new SlotJudge.Choice(start(first, second).orElse(null),
        GrubScript.reachable(first, second), List.of()));
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
