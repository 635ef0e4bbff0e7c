package dev.bascule.bootctl.barebox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.choice.LoaderLaws;
import dev.bascule.bootctl.choice.LoaderModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BootstateTest {
  /**
   * barebox documentation, "The Bootchooser Algorithm": the highest priority with attempts left, which
   * loses one at each start. A confirmed slot's system confirms itself again, as it has to.
   */
  private static final LoaderModel<Bootstate> BOOTCHOOSER = new LoaderModel<>() {
    @Override
    public Optional<Slot> pick(Bootstate stored) {
      return Stream.of(Slot.A, Slot.B)
          .filter(slot -> stored.of(slot).priority() > 0 && stored.of(slot).attempts() > 0)
          .reduce((one, two) -> stored.of(two).priority() > stored.of(one).priority() ? two : one);
    }

    @Override
    public Bootstate afterBoot(Bootstate stored, Slot picked) {
      var target = stored.of(picked);
      var tried = new BootTarget(target.priority(), target.attempts() - 1);
      var after = picked == Slot.A
          ? new Bootstate(tried, stored.b())
          : new Bootstate(stored.a(), tried);
      return stored.good(picked) ? after.withGood(picked) : after;
    }
  };

  @Test
  void neverLeavesADeviceThatDoesNotBoot() {
    var targets = new ArrayList<BootTarget>();
    for (long priority : new long[]{0, 1, 10, 11, 20, 21, 30}) {
      for (long attempts : new long[]{0, 1, 3, 15}) {
        targets.add(new BootTarget(priority, attempts));
      }
    }
    var states = targets.stream().flatMap(a -> targets.stream().map(b -> new Bootstate(a, b)));

    int writes = new LoaderLaws<>(BOOTCHOOSER).check(states.toList());

    assertThat(writes).isGreaterThan(2_000);
  }

  @Test
  void givesAConfirmedSlotItsAttemptsBack() {
    var used = new Bootstate(new BootTarget(20, 1), new BootTarget(10, 3));

    assertThat(used.withGood(Slot.A)).isEqualTo(
        new Bootstate(new BootTarget(20, 3), new BootTarget(10, 3)));
  }

  @Test
  void writesWhatRaucWritesButForTheTrialsPriority() {
    var settled = new Bootstate(new BootTarget(20, 3), new BootTarget(0, 0));

    var trial = settled.withTrial(Slot.B, 3);

    assertThat(List.of(trial.a(), trial.b()))
        .containsExactly(new BootTarget(10, 3), new BootTarget(21, 3));
    assertThat(trial.withGood(Slot.B).b()).isEqualTo(new BootTarget(20, 3));
  }
}
