package dev.bascule.bootctl.raspberrypi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.choice.LoaderLaws;
import dev.bascule.bootctl.choice.LoaderModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TrybootChoiceTest {
  private static final int A = 2;
  private static final int B = 3;

  /** The firmware: with the flag [tryboot] overrides [all], and the flag is cleared. */
  private static final LoaderModel<TrybootChoice> FIRMWARE = new LoaderModel<>() {
    @Override
    public Optional<Slot> pick(TrybootChoice stored) {
      int partition = stored.armed()
          ? stored.autoboot().trial().orElse(stored.autoboot().partition())
          : stored.autoboot().partition();
      return partition == A || partition == B
          ? Optional.of(partition == A ? Slot.A : Slot.B)
          : Optional.empty();
    }

    @Override
    public TrybootChoice afterBoot(TrybootChoice stored, Slot picked) {
      return disarmed(stored);
    }
  };

  @Test
  void neverLeavesADeviceThatDoesNotBoot() {
    var choices = new ArrayList<TrybootChoice>();
    for (int partition : new int[]{A, B}) {
      for (var trial : List.of(OptionalInt.empty(), OptionalInt.of(A), OptionalInt.of(B))) {
        for (var good : List.of(Set.<Integer>of(), Set.of(A), Set.of(B), Set.of(A, B))) {
          for (boolean armed : new boolean[]{false, true}) {
            choices.add(new TrybootChoice(A, B,
                new Autoboot(partition, trial, good, List.of(), List.of()), armed));
          }
        }
      }
    }

    int writes = new LoaderLaws<>(FIRMWARE, TrybootChoiceTest::cuts).check(choices);

    assertThat(writes).isGreaterThan(300);
  }

  /** The flag is in memory, so a cut clears it; the file is the old or the new one. */
  private static List<TrybootChoice> cuts(TrybootChoice before, TrybootChoice next) {
    return List.of(disarmed(before), disarmed(next));
  }

  private static TrybootChoice disarmed(TrybootChoice choice) {
    return new TrybootChoice(choice.a(), choice.b(), choice.autoboot(), false);
  }
}
