package dev.bascule.bootctl.uboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.choice.Decision;
import dev.bascule.bootctl.choice.LoaderLaws;
import dev.bascule.bootctl.choice.Operation;
import dev.bascule.bootctl.variables.Bootnames;
import dev.bascule.bootctl.variables.ScriptModel;
import dev.bascule.bootctl.variables.VariableStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every state of RAUC's variables, every running slot, every operation. */
class UbootLawsTest {
  private static final UbootDialect DIALECT = new UbootDialect(Bootnames.DEFAULT);
  private static final UbootRule RULE = new UbootRule(Bootnames.DEFAULT);
  private static final UbootOrder GOOD_A =
      new UbootOrder(Bootnames.DEFAULT, List.of("A", "B"), 3, 0, null);

  private static List<UbootOrder> everyChoice() {
    var counts = List.of(0, 1, 2, 3, 15);
    var choices = new ArrayList<UbootOrder>();
    for (var order : List.of(List.of("A", "B"), List.of("B", "A"), List.of("A"), List.of("B"),
        List.of("C", "B", "A"))) {
      for (int a : counts) {
        for (int b : counts) {
          for (var trial : Arrays.<@Nullable Slot>asList(Slot.A, Slot.B, null)) {
            choices.add(new UbootOrder(Bootnames.DEFAULT, order, a, b, trial));
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
      assertThat(DIALECT.read(spell(choice))).isEqualTo(choice);
    }
  }

  /** An empty order is an endless loop of resets in the script; RAUC leaves one when it marks bad. */
  @Test
  void theOrderIsNeverLeftEmpty() {
    for (var now : everyChoice()) {
      for (var slot : Slot.values()) {
        if (Decision.decide(now, Slot.A,
            new Operation.MarkBad(slot)) instanceof Decision.Write<UbootOrder>(var next)) {
          assertThat(next.order()).as("%s, %s marked bad", now, slot).isNotEmpty();
        }
      }
    }
  }

  /** RAUC keeps a failed slot in the order; the script's reset would boot it again. */
  @Test
  void aFailedTrialDoesNotComeBackWhenTheScriptResetsItsCounts() throws Exception {
    var variables = spell(GOOD_A.withTrial(Slot.B, 2));
    for (var expected : List.of(Slot.B, Slot.B, Slot.A)) {
      var boot = RULE.boot(variables);
      assertThat(boot.slot()).contains(expected);
      variables = boot.next();
    }

    variables = spell(DIALECT.read(variables).withGood(Slot.A));

    for (int start = 0; start < 20; start++) {
      var boot = RULE.boot(variables);
      assertThat(boot.slot()).isNotEqualTo(Optional.of(Slot.B));
      variables = boot.next();
    }
  }

  /** U-Boot counts in hexadecimal; RAUC 1.8 writes fifteen tries as 15, which are twenty-one. */
  @Test
  void countsInHexadecimal() {
    assertThat(spell(GOOD_A.withTrial(Slot.B, 15))).containsEntry("BOOT_B_LEFT", "f");
  }

  private static Map<String, String> spell(UbootOrder choice) {
    return VariableStore.changed(Map.of(), DIALECT.spell(choice, Map.of()));
  }
}
