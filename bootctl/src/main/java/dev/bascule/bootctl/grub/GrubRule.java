package dev.bascule.bootctl.grub;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.variables.Bootnames;
import dev.bascule.bootctl.variables.LoaderRule;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What RAUC's script for GRUB ({@code contrib/grub.conf}) does: of the slots in ORDER the first that is
 * OK and not tried, marking as tried what it passes by. If there is none it boots the rescue entry and
 * takes the marks back, so that the next start begins anew.
 */
public record GrubRule(Bootnames names) implements LoaderRule {

  @Override
  public Boot boot(Map<String, String> variables) {
    var next = new TreeMap<>(variables);
    String order = variables.getOrDefault(GrubDialect.ORDER, names.a() + " " + names.b());
    for (String name : order.split(" ", -1)) {
      var slot = names.slot(name);
      if (slot.isPresent()) {
        boolean ready = isOne(next, GrubDialect.ok(name)) && !isOne(next, GrubDialect.tried(name));
        next.put(GrubDialect.tried(name), "1");
        if (ready) {
          return new Boot(slot, next);
        }
      }
    }
    for (var slot : Slot.values()) {
      String name = names.of(slot);
      if (isOne(next, GrubDialect.ok(name))) {
        next.put(GrubDialect.tried(name), "0");
      }
    }
    return new Boot(Optional.empty(), next);
  }

  private static boolean isOne(Map<String, String> variables, String name) {
    return "1".equals(variables.get(name));
  }
}
