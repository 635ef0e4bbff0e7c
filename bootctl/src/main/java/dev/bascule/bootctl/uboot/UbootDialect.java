package dev.bascule.bootctl.uboot;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.variables.Bootnames;
import dev.bascule.bootctl.variables.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * RAUC's variables for U-Boot: {@code BOOT_ORDER}, and {@code BOOT_A_LEFT} for each slot, in hexadecimal
 * as U-Boot's {@code setexpr} counts.
 *
 * @param names what stands for the slots in the variables' names and in the order
 */
record UbootDialect(Bootnames names) implements Dialect<UbootOrder> {
  static final String ORDER = "BOOT_ORDER";
  /** Which slot is on trial. RAUC has no such thing and leaves it alone. */
  static final String TRIAL = "bascule_trial";

  private static final Pattern HEX = Pattern.compile("(0[xX])?\\p{XDigit}{1,6}");

  static String left(String bootname) {
    return "BOOT_" + bootname + "_LEFT";
  }

  @Override
  public UbootOrder read(Map<String, String> variables) throws BootException {
    String text = variables.getOrDefault(ORDER, "");
    var order = new LinkedHashSet<String>();
    for (String name : (text.isBlank() ? names.a() + " " + names.b() : text).split(" ", -1)) {
      if (!name.isEmpty()) {
        order.add(name);
      }
    }
    return new UbootOrder(names, List.copyOf(order), count(variables, left(names.a())),
        count(variables, left(names.b())),
        names.slot(variables.getOrDefault(TRIAL, "")).orElse(null));
  }

  private static int count(Map<String, String> variables, String name) throws BootException {
    String value = variables.getOrDefault(name, "");
    if (value.isEmpty()) {
      return UbootOrder.ATTEMPTS;
    }
    if (!HEX.matcher(value).matches()) {
      throw new BootException(
          "U-Boot's variable " + name + ": expected a hexadecimal number, found \"" + value + "\"",
          "set it with fw_setenv " + name + " 0, or 3 if the slot is known to be good");
    }
    return Integer.parseInt(value.replaceFirst("^0[xX]", ""), 16);
  }

  @Override
  public Map<String, Optional<String>> spell(UbootOrder choice, Map<String, String> variables) {
    return Map.of(
        ORDER, Optional.of(String.join(" ", choice.order())),
        left(names.a()), Optional.of(Integer.toHexString(choice.leftA())),
        left(names.b()), Optional.of(Integer.toHexString(choice.leftB())),
        TRIAL, Optional.ofNullable(choice.trial()).map(names::of));
  }

  @Override
  public List<String> remarks(Map<String, String> variables, UbootOrder choice,
      @Nullable Slot booted) {
    var remarks = new ArrayList<String>();
    for (String name : List.of(ORDER, left(names.a()), left(names.b()))) {
      if (variables.getOrDefault(name, "").isBlank()) {
        remarks.add("U-Boot's variable " + name + " is not set: the script's own default counts");
      }
    }
    for (String name : choice.order()) {
      if (names.slot(name).isEmpty()) {
        remarks.add(ORDER + " names " + name + ", which is none of the slots " + names.a() + " and "
            + names.b());
      }
    }
    if (choice.primary() == null) {
      remarks.add("no slot has a boot left: the script gives each " + UbootOrder.ATTEMPTS
          + " again and resets");
    }
    return remarks;
  }
}
