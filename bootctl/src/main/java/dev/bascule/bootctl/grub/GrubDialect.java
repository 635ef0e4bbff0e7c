package dev.bascule.bootctl.grub;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState.Standing;
import dev.bascule.bootctl.variables.Bootnames;
import dev.bascule.bootctl.variables.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * RAUC's variables for GRUB: {@code ORDER}, and {@code A_OK} and {@code A_TRY} for each slot.
 *
 * @param names what stands for the slots in the variables' names and in the order
 */
record GrubDialect(Bootnames names) implements Dialect<GrubOrder> {
  static final String ORDER = "ORDER";
  /** Which slot is on trial. RAUC has no such thing and leaves it alone. */
  static final String TRIAL = "bascule_trial";

  static String ok(String bootname) {
    return bootname + "_OK";
  }

  static String tried(String bootname) {
    return bootname + "_TRY";
  }

  @Override
  public GrubOrder read(Map<String, String> variables) throws BootException {
    var order = new LinkedHashSet<String>();
    for (String name : variables.getOrDefault(ORDER, names.a() + " " + names.b()).split(" ", -1)) {
      if (!name.isEmpty()) {
        order.add(name);
      }
    }
    var trial = names.slot(variables.getOrDefault(TRIAL, "")).orElse(null);
    return new GrubOrder(names, List.copyOf(order), flags(variables, names.a()),
        flags(variables, names.b()), trial);
  }

  private static SlotFlags flags(Map<String, String> variables, String bootname)
      throws BootException {
    return new SlotFlags(flag(variables, ok(bootname)), flag(variables, tried(bootname)));
  }

  private static boolean flag(Map<String, String> variables, String name) throws BootException {
    String value = variables.getOrDefault(name, "0");
    return switch (value) {
      case "0" -> false;
      case "1" -> true;
      default -> throw new BootException(
          "GRUB's variable " + name + ": expected 0 or 1, found \"" + value + "\"",
          "set it with grub-editenv FILE set " + name
              + "=0, or =1 if the slot is known to be good");
    };
  }

  @Override
  public Map<String, Optional<String>> spell(GrubOrder choice, Map<String, String> variables) {
    return Map.of(
        ORDER, Optional.of(String.join(" ", choice.order())),
        ok(names.a()), Optional.of(choice.a().ok() ? "1" : "0"),
        tried(names.a()), Optional.of(choice.a().tried() ? "1" : "0"),
        ok(names.b()), Optional.of(choice.b().ok() ? "1" : "0"),
        tried(names.b()), Optional.of(choice.b().tried() ? "1" : "0"),
        TRIAL, Optional.ofNullable(choice.trial()).map(names::of));
  }

  @Override
  public List<String> remarks(Map<String, String> variables, GrubOrder choice,
      @Nullable Slot booted) {
    var remarks = new ArrayList<String>();
    for (String name : List.of(ORDER, ok(names.a()), tried(names.a()), ok(names.b()),
        tried(names.b()))) {
      if (!variables.containsKey(name)) {
        remarks.add("GRUB's variable " + name + " is not set: the script's own default counts");
      }
    }
    for (String name : choice.order()) {
      if (names.slot(name).isEmpty()) {
        remarks.add("ORDER names " + name + ", which is none of the slots " + names.a() + " and "
            + names.b());
      }
    }
    if (booted != null && choice.standing(booted) == Standing.BAD && choice.reachable(booted)) {
      remarks.add("slot " + booted + " runs and was not confirmed since it was booted: "
          + "the next boot would be " + (choice.primary() == null ? "the rescue entry"
              : "slot " + choice.primary()));
    }
    return remarks;
  }
}
