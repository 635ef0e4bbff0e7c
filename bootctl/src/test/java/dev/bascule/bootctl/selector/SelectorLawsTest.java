package dev.bascule.bootctl.selector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.choice.LoaderLaws;
import dev.bascule.bootctl.variables.ScriptModel;
import dev.bascule.bootctl.variables.VariableStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state of Mender's and SWUpdate's variables, every running slot, every operation. */
class SelectorLawsTest {

  static List<SelectorDialect> dialects() {
    return List.of(SelectorDialect.menderGrub(2, 3), SelectorDialect.menderUboot(10, 11),
        SelectorDialect.swupdate("rootpart", "2", "3"));
  }

  static List<SelectorChoice> everyChoice(SelectorDialect dialect) {
    var choices = new ArrayList<SelectorChoice>();
    for (var slot : Slot.values()) {
      choices.add(new SelectorChoice(dialect.counting(), slot, false, 0, false));
      choices.add(new SelectorChoice(dialect.counting(), slot, false, 0, true));
      int most = dialect.counting() == Counting.ONCE ? 1 : 15;
      for (int tries = 0; tries <= most; tries++) {
        choices.add(new SelectorChoice(dialect.counting(), slot, true, tries, false));
      }
    }
    return choices;
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void noPermittedOperationLeavesTheDeviceWithoutAGoodSlot(SelectorDialect dialect) {
    var laws = new LoaderLaws<>(new ScriptModel<>(dialect, new SelectorRule(dialect)));
    assertThat(laws.check(everyChoice(dialect))).isGreaterThan(20);
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void spellingAndReadingAreInverse(SelectorDialect dialect) throws Exception {
    for (var choice : everyChoice(dialect)) {
      var spelled = VariableStore.changed(Map.of(), dialect.spell(choice, Map.of()));
      assertThat(dialect.read(spelled)).isEqualTo(choice);
    }
  }
}
