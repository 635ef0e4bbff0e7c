package dev.bascule.updater.cli;

import dev.bascule.bootctl.Slot;
import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.device.Device;
import dev.bascule.updater.device.Device.Claim;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.update.Result;
import java.io.Console;
import java.io.IOException;
import java.util.Locale;
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
    }
    String answer = console.readLine("Boot the other slot from the next start on? [y/N] ");
    return answer != null && answer.strip().equalsIgnoreCase("y");
  }

  @Override
  int run(Device device, Printer printer) throws IOException {
    Result result = device.rollBack(person(), reason, belowFloor);
    int exit = printer.result(result);
    restartIf(reboot && result instanceof Result.Done, device, printer, "a rollback");
    return exit;
  }

  private static String version(DeviceView device, Slot slot) {
    return device.content(slot)
        .map(image -> image.version().toString())
        .orElse("an unknown version");
  }
}
