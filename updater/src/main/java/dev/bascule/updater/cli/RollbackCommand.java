package dev.bascule.updater.cli;

import dev.bascule.bootctl.Slot;
import dev.bascule.updater.bus.BusClient;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.device.Device;
import dev.bascule.updater.device.Device.Claim;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.device.Proof;
import dev.bascule.updater.update.Refusal;
import dev.bascule.updater.update.Result;
import java.io.Console;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Returns to the other slot. */
@Command(name = "rollback",
    description = "Make the other slot, as it is, the next one to boot. Needs no network; the next poll does not undo it.",
    footer = {
        "", "The version that is left is held: only a newer one is installed by itself, until",
        "bascule mark retry VERSION."})
final class RollbackCommand extends Verb {

  @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "no reason given",
      description = "Why, for the record.")
  private String reason = "";

  @Option(names = {"-y", "--yes"}, description = "Do not ask.")
  private boolean yes;

  @Option(names = "--below-floor",
      description = "Even to an image below the floor: one that the publisher no longer wants to run.")
  private boolean belowFloor;

  @Option(names = "--no-verify",
      description = "Do not read the other slot first: even if it is damaged.")
  private boolean unverified;

  @Option(names = "--reboot", description = "Restart the device at once.")
  private boolean reboot;

  @Override
  Claim claim() {
    return Claim.URGENT;
  }

  @Override
  boolean meant(Configuration configuration, Printer printer) throws IOException {
    if (yes) {
      return true;
    }
    Console console = terminal();
    if (console == null) {
      return false;
    }
    DeviceView device = DeviceView.read(configuration);
    Slot booted = device.boot().booted();
    if (booted != null) {
      printer.err()
          .println("slot " + booted + " runs " + version(device, booted) + "; slot "
              + booted.other() + " has " + version(device, booted.other()) + " ("
              + device.boot().of(booted.other()).standing().name().toLowerCase(Locale.ROOT) + ")");
      printer.err()
          .println("what changes: slot " + booted.other() + " boots from the next start on; "
              + version(device, booted) + " is held, and only a newer version is taken by itself");
    }
    String answer = console.readLine("Boot the other slot from the next start on? [y/N] ");
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }

  @Override
  BusClient.Question question() {
    return device -> device.rollback(reason, belowFloor);
  }

  @Override
  int run(Device device, Printer printer) throws IOException {
    Optional<String> damage = unverified ? Optional.empty() : damage(device, printer);
    Result result = damage.isPresent()
        ? new Result.Refused(Refusal.SLOT_DAMAGED.word(), damage.get(),
            Refusal.SLOT_DAMAGED.remedy())
        : device.rollBack(person(), reason, belowFloor);
    int exit = printer.result(result);
    restartIf(reboot && result instanceof Result.Done, device, printer, "a rollback");
    return exit;
  }

  /** What is wrong with the slot that would run next. */
  private Optional<String> damage(Device device, Printer printer) throws IOException {
    device.session().settle();
    Slot booted = device.session().observe().boot().booted();
    if (booted == null) {
      return Optional.empty();
    }
    ProgressBar bar = progress();
    try {
      return switch (device.prove(booted.other(), bar)) {
        case Proof.Whole _ -> Optional.empty();
        case Proof.Damaged(var what) -> Optional.of(what);
        case Proof.Unknown(var why) -> {
          printer.err().println("bascule: warning: not verified: " + why);
          yield Optional.empty();
        }
      };
    } finally {
      bar.finish();
    }
  }

  private static String version(DeviceView device, Slot slot) {
    return device.content(slot)
        .map(image -> image.version().toString())
        .orElse("an unknown version");
  }
}
