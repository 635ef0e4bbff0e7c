package dev.bascule.updater.cli;

import dev.bascule.updater.device.Device;
import dev.bascule.updater.device.Device.Claim;
import dev.bascule.updater.update.Result;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Confirms or gives up the slot that runs. */
@Command(name = "confirm",
    description = "Run the health checks if the running slot is on trial, and confirm it or give it up.",
    footer = {
        "", "Needs no network. Exit status 5: it was given up.", "",
        "Example: what runs after each boot:", "  bascule confirm --reboot"})
final class ConfirmCommand extends Verb {

  @Option(names = "--reboot", description = "Restart the device if the slot was given up.")
  private boolean reboot;

  @Override
  boolean take(String flag) {
    reboot |= flag.equals("--reboot");
    return flag.equals("--reboot") || super.take(flag);
  }

  @Override
  Claim claim() {
    return Claim.FORGIVING;
  }

  @Override
  int run(Device device, Printer printer) throws IOException {
    Result result = device.confirm();
    int exit = printer.result(result);
    device.journalFailure()
        .ifPresent(failure -> printer.err()
            .println("bascule: warning: the verdict is not in the journal: "
                + failure.getMessage()));
    restartIf(reboot && leaves(result), device, printer, result instanceof Result.Done
        ? "the drill returns to the other slot"
        : "the slot failed its checks");
    return exit;
  }

  /** Whether the next boot is the other slot's. */
  private static boolean leaves(Result result) {
    return switch (result) {
      case Result.Done done -> done.rebootNeeded();
      case Result.Unhealthy unhealthy -> unhealthy.fallsBack();
      case Result.Refused _,Result.Damaged _ -> false;
    };
  }
}
