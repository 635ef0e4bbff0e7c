package dev.bascule.bootctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.choice.LoaderLaws;
import dev.bascule.bootctl.choice.LoaderModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every answer that a program can give, every running slot, every operation. */
class CommandLawsTest {

  @Test
  void noPermittedOperationLeavesTheDeviceWithoutAGoodSlot() {
    var choices = new ArrayList<CommandChoice>();
    for (var first : Slot.values()) {
      for (boolean a : List.of(true, false)) {
        for (boolean b : List.of(true, false)) {
          for (var trial : Arrays.<@Nullable Slot>asList(Slot.A, Slot.B, null)) {
            choices.add(new CommandChoice(first, a, b, trial));
          }
        }
      }
    }
    assertThat(new LoaderLaws<>(new Firmware()).check(choices)).isGreaterThan(100);
  }

  /** A firmware as the contract supposes one: the primary if it is good, else the other; one try. */
  private static final class Firmware implements LoaderModel<CommandChoice> {

    @Override
    public Optional<Slot> pick(CommandChoice stored) {
      return stored.marked(stored.first()) ? Optional.of(stored.first())
          : Optional.of(stored.first().other()).filter(stored::marked);
    }

    @Override
    public CommandChoice afterBoot(CommandChoice stored, Slot picked) {
      boolean spent = stored.trial() == picked;
      return new CommandChoice(stored.first(), stored.goodA() && !(spent && picked == Slot.A),
          stored.goodB() && !(spent && picked == Slot.B), stored.trial());
    }
  }
}
