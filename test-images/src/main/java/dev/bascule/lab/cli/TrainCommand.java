package dev.bascule.lab.cli;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.device.Training;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code lab train}: what the build of a device's package does once, for the programs in the build's output. */
@Command(name = "train",
    description = "Runs a publication and an installation once and keeps what the JVM learnt: later starts of"
        + " bascule and bascule-image take half the time.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

  @Override
  public Integer call() throws IOException {
    Training.ensure(Checkout.find());
    return ExitCode.DONE;
  }
}
