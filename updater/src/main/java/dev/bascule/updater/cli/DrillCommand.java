package dev.bascule.updater.cli;

import dev.bascule.updater.config.Configuration;
import dev.bascule.updater.config.Step;
import dev.bascule.updater.device.Device;
import dev.bascule.updater.policy.Gates;
import dev.bascule.updater.policy.Opening;
import dev.bascule.updater.policy.SystemdSurroundings;
import dev.bascule.updater.process.Programs;
import dev.bascule.updater.process.SystemPrograms;
import dev.bascule.updater.update.Result;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Exercises the way back. */
@Command(name = "drill",
    description = "Exercise the way back: boot the other, confirmed slot on trial, check it, and return to this one. The journal says how it went.",
    footer = {"",
        "Both restarts are asked for by bascule confirm --reboot, which runs at each boot.", "",
        "Example: what a timer runs once a month:", "  bascule drill --scheduled --reboot"})
final class DrillCommand extends Verb {

  @Option(names = "--scheduled",
      description = "Only if the device may restart by itself now: window, inhibitors, hooks. Exit status 4: not now.")
  private boolean scheduled;

  @Option(names = "--reboot", description = "Restart the device at once.")
  private boolean reboot;

  @Override
  int run(Device device, Printer printer) throws IOException {
    if (scheduled
        && gates(device.configuration()).ask(Step.REBOOT) instanceof Opening.Closed(var why, _)) {
      printer.print(Printer.object().put("result", "deferred").put("explanation", why),
          List.of("not now: " + why));
      return ExitCode.NOTHING;
    }
    Result result = device.drill(person());
    int exit = printer.result(result);
    restartIf(reboot && result instanceof Result.Done, device, printer, "a drill");
    return exit;
  }

  static Gates gates(Configuration configuration) {
    Programs programs = new SystemPrograms(configuration.host().proc(), Map.of(),
        SystemPrograms.OUTPUT);
    return new Gates(configuration.policy(), programs,
        new SystemdSurroundings(programs, configuration.device().run()), Clock.systemUTC(),
        ZoneId.systemDefault());
  }
}
