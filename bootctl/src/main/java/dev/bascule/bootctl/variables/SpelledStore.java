package dev.bascule.bootctl.variables;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.booted.BootedSlot;
import dev.bascule.bootctl.choice.ChoiceStore;
import dev.bascule.bootctl.choice.Reading;
import dev.bascule.bootctl.choice.Repair;
import dev.bascule.bootctl.choice.SlotChoice;
import dev.bascule.bootctl.choice.SlotRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A choice that is spelled in variables.
 *
 * <p>Power cut: all that changes goes in one write, of which the variables' store says what is left.
 *
 * @param variables where the variables are
 * @param dialect what they mean
 * @param a how slot A is recognised when it runs
 * @param b the same for slot B
 */
public record SpelledStore<S extends SlotChoice<S>>(VariableStore variables, Dialect<S> dialect,
    SlotRoot a, SlotRoot b, Host host) implements ChoiceStore<S> {

  @Override
  public Path lock() {
    return variables.lock();
  }

  @Override
  public Reading<S> read() throws IOException {
    var stored = variables.read();
    var choice = dialect.read(stored.variables());
    var booted = BootedSlot.find(a.identity(Slot.A, host), b.identity(Slot.B, host), host,
        List.of());
    var faults = new ArrayList<>(stored.faults());
    faults.addAll(dialect.remarks(stored.variables(), choice, booted.slot()));
    return new Reading<>(choice, booted, faults);
  }

  @Override
  public void write(S before, S next) throws IOException {
    var now = variables.read().variables();
    var found = dialect.read(now);
    if (!found.equals(before)) {
      throw new BootException(
          variables.lock() + ": expected " + before + " as it was read before, found " + found,
          "another program changed it at this moment: try again");
    }
    var changes = new HashMap<String, Optional<String>>();
    dialect.spell(next, now).forEach((name, value) -> {
      if (!Optional.ofNullable(now.get(name)).equals(value)) {
        changes.put(name, value);
      }
    });
    variables.write(now, Map.copyOf(changes));
  }

  @Override
  public Repair readRepair() throws IOException {
    return variables.readRepair();
  }
}
