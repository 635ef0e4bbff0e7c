package dev.bascule.bootctl.variables;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.choice.LoaderModel;
import dev.bascule.bootctl.choice.SlotChoice;
import java.util.Map;
import java.util.Optional;

/**
 * A script's rule as the laws ask for it: starts that boot no slot are followed through, and what was
 * confirmed is confirmed again when it has come up, as the updater does at every boot.
 */
public record ScriptModel<S extends SlotChoice<S>>(Dialect<S> dialect, LoaderRule rule)
    implements
      LoaderModel<S> {
  private static final int STARTS = 3;

  @Override
  public Optional<Slot> pick(S stored) {
    return start(stored).slot();
  }

  @Override
  public S afterBoot(S stored, Slot picked) {
    S after = read(start(stored).next());
    return stored.good(picked) ? after.withGood(picked) : after;
  }

  private LoaderRule.Boot start(S stored) {
    var boot = rule.boot(spell(stored));
    for (int i = 0; boot.slot().isEmpty() && i < STARTS; i++) {
      boot = rule.boot(boot.next());
    }
    return boot;
  }

  private Map<String, String> spell(S choice) {
    return VariableStore.changed(Map.of(), dialect.spell(choice, Map.of()));
  }

  private S read(Map<String, String> variables) {
    try {
      return dialect.read(variables);
    } catch (BootException e) {
      throw new AssertionError("the loader left what we cannot read: " + variables, e);
    }
  }
}
