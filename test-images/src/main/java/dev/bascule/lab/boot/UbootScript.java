package dev.bascule.lab.boot;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.uboot.UbootRule;
import dev.bascule.bootctl.variables.Bootnames;
import dev.bascule.bootctl.variables.LoaderRule;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the script of docs/boot-loaders.md for U-Boot does with two copies of an environment, up to the kernel. */
public final class UbootScript {

  private static final LoaderRule RULE = new UbootRule(Bootnames.DEFAULT);
  private static final String TRIAL = "bascule_trial";

  private UbootScript() {}

  /**
   * One start.
   *
   * @param slot the one whose kernel is started, or empty if U-Boot resets
   * @param copy which copy of the environment it wrote: 1 or 2
   * @param bytes what it wrote there
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  public record Start(Optional<Slot> slot, int copy, byte[] bytes) {}

  /** Starts with two copies, of the same length. */
  public static Start start(byte[] first, byte[] second) {
    UbootEnvironment environment = UbootEnvironment.load(first, second);
    LoaderRule.Boot boot = RULE.boot(environment.variables());
    Map<String, String> saved = new TreeMap<>(boot.next());
    boot.slot().ifPresent(slot -> {
      saved.put("found", slot.name());
      saved.put("part", slot == Slot.A ? "4" : "5");
    });
    return new Start(boot.slot(), environment.saved(), environment.save(saved, first.length));
  }

  /** Slots that some start could come to, for the counts begin anew; and of these the one that Bascule has on trial. */
  public static Map<Slot, Boolean> reachable(byte[] first, byte[] second) {
    Map<String, String> variables = UbootEnvironment.load(first, second).variables();
    List<String> order = List.of(variables.getOrDefault("BOOT_ORDER", "A B").split(" ", -1));
    Map<Slot, Boolean> found = new EnumMap<>(Slot.class);
    for (Slot slot : Slot.values()) {
      if (order.contains(slot.name())) {
        found.put(slot, slot.name().equals(variables.get(TRIAL)));
      }
    }
    return found;
  }
}
