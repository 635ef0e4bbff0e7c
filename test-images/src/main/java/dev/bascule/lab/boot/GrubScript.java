package dev.bascule.lab.boot;

import dev.bascule.bootctl.Slot;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the script of docs/boot-loaders.md for GRUB does with two environment blocks, up to the kernel. */
public final class GrubScript {

  /** The variables in the order in which the script loads and saves them. */
  private static final List<String> NAMES =
      List.of("ORDER", "A_OK", "A_TRY", "B_OK", "B_TRY", "ENV_VALID");
  private static final String ONE = "1";
  private static final String TRIAL = "bascule_trial";

  private GrubScript() {}

  /**
   * One start.
   *
   * @param slot the one whose kernel is started, or empty if none is
   * @param usesFirst whether the first block counted
   * @param writes what it writes, in its order
   */
  public record Start(Optional<Slot> slot, boolean usesFirst, List<Write> writes) {

    public Start {
      writes = List.copyOf(writes);
    }

    /** The first block or the second, anew. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    public record Write(boolean first, byte[] block) {}
  }

  /** Starts with two blocks; a missing one is empty. */
  public static Start start(byte[] first, byte[] second) {
    Map<String, String> variables = new HashMap<>(Map.of("ORDER", "A B", "A_OK", "0", "A_TRY", "0",
        "B_OK", "0", "B_TRY", "0", "ENV_VALID", "0"));
    new GrubEnvironment(first).load(NAMES, variables);
    boolean usesFirst = ONE.equals(variables.get("ENV_VALID"));
    if (!usesFirst) {
      new GrubEnvironment(second).load(NAMES, variables);
    }
    Optional<Slot> slot = choose(variables);
    Start.Write one = new Start.Write(true, saved(first, variables));
    Start.Write two = new Start.Write(false, saved(second, variables));
    return new Start(slot, usesFirst, usesFirst ? List.of(two, one) : List.of(one, two));
  }

  /** Slots that some start could come to, and of these the one that Bascule has on trial: as the block that counts says. */
  public static Map<Slot, Boolean> reachable(byte[] first, byte[] second) {
    Map<String, String> variables = new HashMap<>(Map.of("ORDER", "A B"));
    List<String> names = new ArrayList<>(NAMES);
    names.add(TRIAL);
    new GrubEnvironment(first).load(names, variables);
    if (!ONE.equals(variables.get("ENV_VALID"))) {
      new GrubEnvironment(second).load(names, variables);
    }
    List<String> order = List.of(variables.getOrDefault("ORDER", "").split("[ \t\n]+", -1));
    Map<Slot, Boolean> found = new EnumMap<>(Slot.class);
    for (Slot slot : Slot.values()) {
      if (order.contains(slot.name()) && ONE.equals(variables.get(slot + "_OK"))) {
        found.put(slot, slot.name().equals(variables.get(TRIAL)));
      }
    }
    return found;
  }

  private static Optional<Slot> choose(Map<String, String> variables) {
    for (String name : variables.getOrDefault("ORDER", "").split("[ \t\n]+", -1)) {
      if (name.equals("A") || name.equals("B")) {
        boolean ready = ONE.equals(variables.get(name + "_OK"))
            && "0".equals(variables.get(name + "_TRY"));
        variables.put(name + "_TRY", ONE);
        if (ready) {
          return Optional.of(Slot.valueOf(name));
        }
      }
    }
    for (String name : List.of("A", "B")) {
      if (ONE.equals(variables.get(name + "_OK"))) {
        variables.put(name + "_TRY", "0");
      }
    }
    return Optional.empty();
  }

  private static byte[] saved(byte[] block, Map<String, String> variables) {
    GrubEnvironment environment = new GrubEnvironment(block);
    environment.save(NAMES, variables);
    return environment.bytes();
  }
}
