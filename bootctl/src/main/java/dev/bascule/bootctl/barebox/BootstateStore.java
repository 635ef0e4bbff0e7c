package dev.bascule.bootctl.barebox;

import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.booted.BootedSlot;
import dev.bascule.bootctl.booted.Evidence;
import dev.bascule.bootctl.booted.KernelCommandLine;
import dev.bascule.bootctl.choice.ChoiceStore;
import dev.bascule.bootctl.choice.Reading;
import dev.bascule.bootctl.choice.SlotRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code bootstate.NAME.priority} and {@code bootstate.NAME.remaining_attempts} of both slots, by one call of
 * {@code barebox-state} for a read and one for a write.
 *
 * <p>Power cut: all variables are old or all are new, for the tool writes the whole state and the loader
 * takes a copy whose checksum is right.
 *
 * <p>The loader takes an attempt away at each start, of a confirmed slot too: confirm after every start.
 */
public final class BootstateStore implements ChoiceStore<Bootstate> {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final List<String> PARAMETERS = List.of("bootchooser.active", "bootstate.active");

  private final StateTool tool;
  private final SlotRoot a;
  private final SlotRoot b;
  private final Host host;

  /**
   * Nothing is run before it is used.
   *
   * @param program usually {@code barebox-state}
   * @param state the state's name, usually {@code state}
   * @param deviceTree a device tree that the state is described in, if the running one does not
   */
  public BootstateStore(String program, String state, Optional<Path> deviceTree, SlotRoot a,
      SlotRoot b, Host host) {
    this.tool = new StateTool(program, StateTool.arguments(state, deviceTree), LIMIT);
    this.a = a;
    this.b = b;
    this.host = host;
  }

  /** The tool locks the state for a call; between two calls this keeps our own programs apart. */
  @Override
  public Path lock() {
    return host.dev();
  }

  @Override
  public Reading<Bootstate> read() throws IOException {
    var reading = tool.read(List.of(priority(a), attempts(a), priority(b), attempts(b)));
    var values = reading.values();
    var found = new Bootstate(new BootTarget(values.get(0), values.get(1)),
        new BootTarget(values.get(2), values.get(3)));
    var booted =
        BootedSlot.find(a.identity(Slot.A, host), b.identity(Slot.B, host), host, evidence());
    var faults = new ArrayList<String>();
    reading.warnings()
        .forEach(
            line -> faults.add("barebox-state found a copy broken and wrote it anew: " + line));
    faults.addAll(shortOfAttempts(found, booted));
    return new Reading<>(found, booted, faults);
  }

  private static List<String> shortOfAttempts(Bootstate found, BootedSlot booted) {
    var slot = booted.slot();
    if (slot == null || !found.good(slot) || found.of(slot).attempts() >= Bootstate.ATTEMPTS) {
      return List.of();
    }
    return List.of("slot " + slot + " runs and has " + found.of(slot).attempts()
        + " attempts left: the loader takes one away at each start, so confirm after each");
  }

  /** Power cut: as the type says. */
  @Override
  public void write(Bootstate before, Bootstate next) throws IOException {
    var assignments = new ArrayList<String>();
    for (var slot : Slot.values()) {
      var root = slot == Slot.A ? a : b;
      if (next.of(slot).priority() != before.of(slot).priority()) {
        assignments.add(priority(root) + "=" + next.of(slot).priority());
      }
      if (next.of(slot).attempts() != before.of(slot).attempts()) {
        assignments.add(attempts(root) + "=" + next.of(slot).attempts());
      }
    }
    tool.write(assignments);
  }

  private static String priority(SlotRoot slot) {
    return "bootstate." + slot.bootname() + ".priority";
  }

  private static String attempts(SlotRoot slot) {
    return "bootstate." + slot.bootname() + ".remaining_attempts";
  }

  private List<Evidence> evidence() throws IOException {
    var line = KernelCommandLine.read(host.proc());
    return PARAMETERS.stream()
        .flatMap(key -> line.values(key)
            .flatMap(name -> Stream.of(Slot.values())
                .filter(slot -> (slot == Slot.A ? a : b).bootname().equals(name))
                .map(slot -> new Evidence(slot, "the kernel's command line", key + "=" + name))))
        .toList();
  }
}
