package dev.bascule.lab.cli;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.powercut.CutReport;
import dev.bascule.lab.powercut.CutRun;
import dev.bascule.lab.powercut.HtmlReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab soak}: power cuts for as long as one likes. */
@Command(name = "soak",
    description = {
        "Records what a device's updates, confirmations and rollbacks ask of its disk and files, cuts the power"
            + " everywhere, and judges every state that this can leave; from some of them the device goes on, is"
            + " recorded again, and cut again.",
        "Each round has a seed of its own, counted from --seed. It ends with 1 if anything was wrong."},
    mixinStandardHelpOptions = true)
final class SoakCommand implements Callable<Integer> {

  @Spec
  private CommandSpec command = CommandSpec.create();
  @Option(names = "--minutes", defaultValue = "5", paramLabel = "N",
      description = "No further round begins after that; one always runs (default: ${DEFAULT-VALUE}).")
  private int minutes;
  @Option(names = "--seed", defaultValue = "1", paramLabel = "S",
      description = "Decides samples and devices that go on (default: ${DEFAULT-VALUE}).")
  private long seed;
  @Option(names = "--samples", defaultValue = "200", paramLabel = "N",
      description = "States at each flush where not every one is looked at (default: ${DEFAULT-VALUE}).")
  private int samples;
  @Option(names = "--resume", defaultValue = "6", paramLabel = "N",
      description = "States of each chapter and round from which a device goes on (default: ${DEFAULT-VALUE}).")
  private int resumptions;
  @Option(names = "--report", paramLabel = "FILE",
      description = "Write a page with a timeline.")
  private @Nullable Path report;

  @Override
  public Integer call() throws IOException {
    Path place = Files.createTempDirectory("bascule-soak-");
    try {
      CutReport found = new CutRun(seed, samples, resumptions, Duration.ofMinutes(minutes))
          .run(Checkout.find(), place.resolve("bench"), Progress.to(System.err));
      if (report != null) {
        Files.writeString(report, new HtmlReport(found).page(), StandardCharsets.UTF_8);
      }
      found.failures().forEach(command.commandLine().getErr()::println);
      command.commandLine().getOut().println(found.summary());
      return found.wrong() == 0 && found.bricked() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    } finally {
      new FileTree(place).delete();
    }
  }
}
