package dev.bascule.bootctl.uboot;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.variables.Bootnames;
import dev.bascule.bootctl.variables.LoaderRule;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What RAUC's script for U-Boot ({@code contrib/uboot.sh}) does: of the slots in BOOT_ORDER the first that
 * has a boot left, taking one from it. If there is none it gives each slot three and resets.
 */
public record UbootRule(Bootnames names) implements LoaderRule {

  @Override
  public Boot boot(Map<String, String> variables) {
    var next = new TreeMap<>(variables);
    if (next.getOrDefault(UbootDialect.ORDER, "").isEmpty()) {
      next.put(UbootDialect.ORDER, names.a() + " " + names.b());
    }
    for (var slot : Slot.values()) {
      next.putIfAbsent(UbootDialect.left(names.of(slot)), "3");
    }
    for (String name : next.getOrDefault(UbootDialect.ORDER, "").split(" ", -1)) {
      var slot = names.slot(name);
      String left = UbootDialect.left(name);
      int count = slot.isPresent() ? Integer.parseInt(next.getOrDefault(left, "0"), 16) : 0;
      if (count > 0) {
        next.put(left, Integer.toHexString(count - 1));
        return new Boot(slot, next);
      }
    }
    for (var slot : Slot.values()) {
      next.put(UbootDialect.left(names.of(slot)), "3");
    }
    return new Boot(Optional.empty(), next);
  }
}
