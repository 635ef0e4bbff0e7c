package dev.bascule.bootctl.selector;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.variables.LoaderRule;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the loader's scripts do with these variables: {@code mender_load_env_with_rollback} in GRUB; in
 * U-Boot the boot counter, which counts only while {@code upgrade_available} is 1, and
 * {@code mender_altbootcmd}.
 */
public record SelectorRule(SelectorDialect dialect) implements LoaderRule {

  @Override
  public Boot boot(Map<String, String> variables) {
    var next = new TreeMap<>(variables);
    Slot selected =
        dialect.valueB().equals(variables.get(dialect.variable())) ? Slot.B : Slot.A;
    if (!"1".equals(variables.get(SelectorDialect.TRIAL))) {
      return new Boot(Optional.of(selected), next);
    }
    int count = Integer.parseInt(variables.getOrDefault(SelectorDialect.COUNT, "0"));
    int limit = switch (dialect.counting()) {
      case ONCE -> 1;
      case TO_LIMIT -> Integer.parseInt(variables.getOrDefault(SelectorDialect.LIMIT, "0"));
    };
    if (limit == 0 || count < limit) {
      next.put(SelectorDialect.COUNT, Integer.toString(count + 1));
      return new Boot(Optional.of(selected), next);
    }
    var other = selected.other();
    next.put(dialect.variable(), dialect.value(other));
    dialect.hexVariable()
        .ifPresent(name -> next.put(name,
            Integer.toHexString(Integer.parseInt(dialect.value(other)))));
    next.put(SelectorDialect.TRIAL, "0");
    if (dialect.counting() == Counting.ONCE) {
      next.put(SelectorDialect.COUNT, "0");
    }
    if (dialect.ustate()) {
      next.put(SelectorDialect.USTATE, "3");
    }
    return new Boot(Optional.of(other), next);
  }
}
