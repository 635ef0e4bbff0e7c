package dev.bascule.bootctl.selector;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.variables.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a selected slot and its trial are spelled.
 *
 * @param variable the variable that names the selected slot
 * @param hexVariable the same number in hexadecimal for U-Boot's own commands, where there is one
 * @param valueA what the variable holds when slot A is selected
 * @param valueB what it holds when slot B is selected
 * @param ustate whether SWUpdate's state for reports is kept
 */
public record SelectorDialect(String variable, Optional<String> hexVariable, String valueA,
    String valueB, Counting counting, boolean ustate) implements Dialect<SelectorChoice> {
  static final String TRIAL = "upgrade_available";
  static final String COUNT = "bootcount";
  static final String LIMIT = "bootlimit";
  static final String USTATE = "ustate";
  /** The slot that is not selected and yet confirmed. Mender and SWUpdate have no such thing. */
  static final String STANDBY = "bascule_standby";

  private static final int MOST = 0xffff;
  private static final String INSTALLED = "1";
  private static final String FAILED = "3";

  public SelectorDialect {
    if (variable.isEmpty() || valueA.isEmpty() || valueA.equals(valueB) || valueB.isEmpty()) {
      throw new IllegalArgumentException(
          "variable " + variable + " with values " + valueA + " and " + valueB);
    }
  }

  /** Mender's scripts for GRUB; parts are the numbers of the slots' partitions. */
  public static SelectorDialect menderGrub(int partA, int partB) {
    return new SelectorDialect("mender_boot_part", Optional.empty(), Integer.toString(partA),
        Integer.toString(partB), Counting.ONCE, false);
  }

  /** Mender's scripts for U-Boot; parts are the numbers of the slots' partitions. */
  public static SelectorDialect menderUboot(int partA, int partB) {
    return new SelectorDialect("mender_boot_part", Optional.of("mender_boot_part_hex"),
        Integer.toString(partA), Integer.toString(partB), Counting.TO_LIMIT, false);
  }

  /** SWUpdate with a variable of the integrator's and U-Boot's boot counter. */
  public static SelectorDialect swupdate(String variable, String valueA, String valueB) {
    return new SelectorDialect(variable, Optional.empty(), valueA, valueB, Counting.TO_LIMIT, true);
  }

  String value(Slot slot) {
    return switch (slot) {
      case A -> valueA;
      case B -> valueB;
    };
  }

  @Override
  public SelectorChoice read(Map<String, String> variables) throws BootException {
    var selected = selected(variables);
    boolean trial = switch (variables.getOrDefault(TRIAL, "0")) {
      case "0" -> false;
      case "1" -> true;
      default -> throw malformed(TRIAL, "0 or 1", variables.get(TRIAL), "0");
    };
    if (!trial) {
      boolean standby = value(selected.other()).equals(variables.get(STANDBY));
      return new SelectorChoice(counting, selected, false, 0, standby);
    }
    int count = number(variables, COUNT, 0);
    int limit = limit(variables);
    return new SelectorChoice(counting, selected, true, Math.max(0, limit - count), false);
  }

  private int limit(Map<String, String> variables) throws BootException {
    return switch (counting) {
      case ONCE -> 1;
      case TO_LIMIT -> Math.max(1, number(variables, LIMIT, 1));
    };
  }

  private Slot selected(Map<String, String> variables) throws BootException {
    String value = variables.get(variable);
    for (var slot : Slot.values()) {
      if (value(slot).equals(value)) {
        return slot;
      }
    }
    throw malformed(variable, valueA + " or " + valueB, value, "the value of the good slot");
  }

  private static int number(Map<String, String> variables, String name, int absent)
      throws BootException {
    String value = variables.get(name);
    if (value == null) {
      return absent;
    }
    if (value.length() > 5 || value.isEmpty()
        || !value.chars().allMatch(c -> c >= '0' && c <= '9')
        || Integer.parseInt(value) > MOST) {
      throw malformed(name, "a decimal number up to " + MOST, value, "0");
    }
    return Integer.parseInt(value);
  }

  private static BootException malformed(String name, String expected, @Nullable String found,
      String way) {
    return new BootException(
        "the boot loader's variable " + name + ": expected " + expected + ", found "
            + (found == null ? "no such variable" : "\"" + found + "\""),
        "find out which slot is good, then set " + name + " to " + way
            + " with the loader's own tool");
  }

  @Override
  public Map<String, Optional<String>> spell(SelectorChoice choice,
      Map<String, String> variables) {
    var spelled = new LinkedHashMap<String, Optional<String>>();
    String value = value(choice.selected());
    spelled.put(variable, Optional.of(value));
    hexVariable.ifPresent(
        name -> spelled.put(name, Optional.of(Integer.toHexString(Integer.parseInt(value)))));
    spelled.put(TRIAL, Optional.of(choice.trial() ? "1" : "0"));
    spelled.put(STANDBY,
        choice.standby() ? Optional.of(value(choice.selected().other())) : Optional.empty());
    boolean spent = choice.trial() && choice.tries() == 0;
    spelled.put(COUNT, Optional.of(spent ? "1" : "0"));
    if (choice.trial() && counting == Counting.TO_LIMIT) {
      spelled.put(LIMIT, Optional.of(Integer.toString(Math.max(1, choice.tries()))));
    }
    if (ustate) {
      String settled = FAILED.equals(variables.get(USTATE)) ? FAILED : "0";
      spelled.put(USTATE, Optional.of(choice.trial() ? INSTALLED : settled));
    }
    return spelled;
  }

  @Override
  public List<String> remarks(Map<String, String> variables, SelectorChoice choice,
      @Nullable Slot booted) {
    var remarks = new ArrayList<String>();
    if (choice.trial() && counting == Counting.TO_LIMIT
        && variables.getOrDefault(LIMIT, "0").equals("0")) {
      remarks.add("a slot is on trial and " + LIMIT
          + " is not set: U-Boot would try it for ever and never fall back");
    }
    if (ustate && FAILED.equals(variables.get(USTATE))) {
      remarks.add(USTATE + "=3: the last update failed and the loader fell back");
    }
    if (counting == Counting.ONCE && !variables.getOrDefault(COUNT, "0").matches("[01]")) {
      remarks.add(COUNT + "=" + variables.get(COUNT)
          + ": Mender's script takes the environment for corrupt and boots " + valueA);
    }
    return remarks;
  }
}
