package dev.bascule.bootctl.grub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.choice.LoaderLaws;
import dev.bascule.bootctl.variables.Bootnames;
import dev.bascule.bootctl.variables.ScriptModel;
import dev.bascule.bootctl.variables.VariableStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every state of RAUC's variables, every running slot, every operation. */
class GrubLawsTest {
  private static final GrubDialect DIALECT = new GrubDialect(Bootnames.DEFAULT);
  private static final GrubRule RULE = new GrubRule(Bootnames.DEFAULT);

  static List<GrubOrder> everyChoice() {
    var flags = List.of(new SlotFlags(false, false), new SlotFlags(false, true),
        new SlotFlags(true, false), new SlotFlags(true, true));
    var choices = new ArrayList<GrubOrder>();
    for (var order : List.of(List.of("A", "B"), List.of("B", "A"), List.of("A"), List.of("B"),
        List.<String>of(), List.of("C", "B", "A"))) {
      for (var a : flags) {
        for (var b : flags) {
          for (var trial : new @Nullable Slot[]{Slot.A, Slot.B, null}) {
            choices.add(new GrubOrder(Bootnames.DEFAULT, order, a, b, trial));
          }
        }
      }
    }
    return choices;
  }

  @Test
  void noPermittedOperationLeavesTheDeviceWithoutAGoodSlot() {
    var laws = new LoaderLaws<>(new ScriptModel<>(DIALECT, RULE));
    assertThat(laws.check(everyChoice())).isGreaterThan(1000);
  }

  @Test
  void spellingAndReadingAreInverse() throws Exception {
    for (var choice : everyChoice()) {
      var spelled = VariableStore.changed(Map.of(),
          DIALECT.spell(choice, Map.of()));
      assertThat(DIALECT.read(spelled)).isEqualTo(choice);
    }
  }

  /** RAUC keeps a failed slot OK and tried; the script's reset would give it another chance. */
  @Test
  void aFailedTrialDoesNotComeBackWhenTheScriptResetsItsMarks() throws Exception {
    var activated = new GrubOrder(Bootnames.DEFAULT, List.of("A", "B"), SlotFlags.READY,
        new SlotFlags(false, false), null).withTrial(Slot.B, 3);
    var failed = RULE.boot(spell(activated));
    assertThat(failed.slot()).contains(Slot.B);
    var fellBack = RULE.boot(failed.next());
    assertThat(fellBack.slot()).contains(Slot.A);

    var variables = spell(DIALECT.read(fellBack.next()).withGood(Slot.A));

    for (int start = 0; start < 10; start++) {
      var boot = RULE.boot(variables);
      assertThat(boot.slot()).isNotEqualTo(Optional.of(Slot.B));
      variables = boot.next();
    }
  }

  private static Map<String, String> spell(GrubOrder choice) {
    return VariableStore.changed(Map.of(),
        DIALECT.spell(choice, Map.of()));
  }
}
