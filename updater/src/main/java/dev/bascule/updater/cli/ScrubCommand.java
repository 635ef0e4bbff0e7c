package dev.bascule.updater.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.bootctl.Slot;
import dev.bascule.updater.config.ByteRate;
import dev.bascule.updater.device.Device;
import dev.bascule.updater.update.Scrub;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Looks whether a slot still holds what was signed, and repairs the one that does not run. */
@Command(name = "scrub",
    description = "Compare a slot, as its medium gives it back, with its signed image: flash forgets. Damage ends with exit "
        + "status 7, unless it could be repaired.",
    footer = {
        "",
        "Ended at any point, it goes on where it was when it is run again. Nothing of it needs a network but "
            + "to repair what the running slot does not hold.",
        "", "Example: what bascule-scrub.timer has done once a month:",
        "  bascule scrub other --repair"})
final class ScrubCommand extends Verb {

  @Parameters(paramLabel = "SLOT", arity = "0..1", defaultValue = "other",
      description = "A, B, running or other: the one that does not run (default: other).")
  private String which = "other";

  @Option(names = "--repair",
      description = "Write what is wrong, from the running slot where that holds it, else from the repository. The slot that runs is never written.")
  private boolean repair;

  @Option(names = "--rate", paramLabel = "RATE", converter = RateConverter.class,
      defaultValue = "20MiB/s", description = "Read no faster than this (default: 20MiB/s).")
  private long rate;

  @Option(names = "--restart",
      description = "Begin at the beginning, whatever an earlier run has done.")
  private boolean anew;

  @Override
  int run(Device device, Printer printer) throws IOException {
    Slot slot = slot(device.session().control().readState().booted());
    ObjectNode facts = Printer.object().put("slot", slot.name());
    ProgressBar bar = progress();
    Scrub.Outcome outcome;
    try {
      outcome = device.scrub(slot, repair, rate, anew, bar);
    } finally {
      bar.finish();
    }
    facts.put("damaged", outcome.damaged()).put("repaired", outcome.repaired());
    return printer.result(outcome.result(), facts);
  }

  private Slot slot(@Nullable Slot booted) {
    return switch (which) {
      case "A", "a" -> Slot.A;
      case "B", "b" -> Slot.B;
      case "running" -> known(booted);
      case "other" -> known(booted).other();
      default -> throw usage("expected A, B, running or other, found " + which);
    };
  }

  private Slot known(@Nullable Slot booted) {
    if (booted == null) {
      throw usage("nothing says which slot runs: name A or B");
    }
    return booted;
  }

  /** Reads a rate. */
  static final class RateConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return ByteRate.parse(text);
    }
  }
}
