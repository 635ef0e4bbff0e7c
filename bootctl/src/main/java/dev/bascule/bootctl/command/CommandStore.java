package dev.bascule.bootctl.command;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.booted.BootedSlot;
import dev.bascule.bootctl.booted.Evidence;
import dev.bascule.bootctl.choice.ChoiceStore;
import dev.bascule.bootctl.choice.Reading;
import dev.bascule.bootctl.choice.SlotRoot;
import dev.bascule.bootctl.durable.Folder;
import dev.bascule.bootctl.variables.Bootnames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program as the place where the choice is.
 *
 * <p>Power cut: the contract has no transaction, so a change can take two calls. They come in an order of
 * which each beginning is safe: what is on trial is remembered before the program hears of it, the primary is
 * set before the other slot is marked, and a trial is forgotten last. What one call leaves when it is cut
 * is the program's matter.
 *
 * @param memory where the slot on trial is remembered
 */
record CommandStore(Program program, Bootnames names, SlotRoot a, SlotRoot b, Host host,
    Folder memory) implements ChoiceStore<CommandChoice> {
  static final String TRIAL = "trial-slot";

  private static final int MAX_NAME = 64;

  @Override
  public Path lock() {
    return program.path();
  }

  @Override
  public Reading<CommandChoice> read() throws IOException {
    var choice = new CommandChoice(primary(), good(Slot.A), good(Slot.B), trial());
    var booted = BootedSlot.find(a.identity(Slot.A, host), b.identity(Slot.B, host), host,
        current());
    var faults = choice.marked(choice.first()) ? List.<String>of()
        : List.of("the program calls slot " + choice.first() + " primary and bad");
    return new Reading<>(choice, booted, faults);
  }

  private Slot primary() throws BootException {
    String name = program.call("get-primary");
    return names.slot(name)
        .orElseThrow(() -> malformed("get-primary", names.a() + " or " + names.b(), name));
  }

  private boolean good(Slot slot) throws BootException {
    String answer = program.call("get-state", names.of(slot));
    return switch (answer) {
      case "good" -> true;
      case "bad" -> false;
      default -> throw malformed("get-state " + names.of(slot), "good or bad", answer);
    };
  }

  /** {@code get-current} is optional: many programs do not know it. */
  private List<Evidence> current() throws BootException {
    var result = program.attempt("get-current");
    return result.code() != 0
        ? List.of()
        : names.slot(result.output())
            .map(slot -> List.of(new Evidence(slot, "the boot loader's program", result.output())))
            .orElse(List.of());
  }

  private BootException malformed(String call, String expected, String found) {
    return new BootException(
        program.path() + " " + call + ": expected " + expected + ", found \"" + found + "\"",
        "compare the bootnames in the configuration with those of the program");
  }

  private @Nullable Slot trial() throws IOException {
    return memory.read(TRIAL, MAX_NAME)
        .map(bytes -> new String(bytes, StandardCharsets.US_ASCII).strip())
        .flatMap(names::slot)
        .orElse(null);
  }

  @Override
  public void write(CommandChoice before, CommandChoice next) throws IOException {
    if (next.trial() != null && next.trial() != before.trial()) {
      remember(names.of(next.trial()));
    }
    if (next.first() != before.first()
        || (next.trial() != null && next.trial() != before.trial())) {
      program.call("set-primary", names.of(next.first()));
    }
    for (var slot : Slot.values()) {
      // A trial that failed is always told: the program may take a spent slot for bad, and only for now.
      boolean failed = before.trial() == slot && next.trial() != slot && !next.marked(slot);
      if (good(slot) != next.marked(slot) || failed) {
        program.call("set-state", names.of(slot), next.marked(slot) ? "good" : "bad");
      }
    }
    if (next.trial() == null && before.trial() != null) {
      remember("");
    }
  }

  /** Firmware may count every start, and the contract does not tell of it. */
  @Override
  public void writeConfirmed(Slot booted) throws IOException {
    program.call("set-state", names.of(booted), "good");
  }

  private void remember(String name) throws IOException {
    memory.make();
    memory.replace(TRIAL, (name + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
