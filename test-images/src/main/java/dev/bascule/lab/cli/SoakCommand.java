package dev.bascule.lab.cli;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.powercut.CutReport;
import dev.bascule.lab.powercut.CutRun;
import dev.bascule.lab.powercut.HtmlReport;
import dev.bascule.lab.powercut.Recordings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
  @Option(names = "--loader", paramLabel = "NAME",
      description = "Only devices with this one (gpt, grub, uboot, systemd-boot); may be repeated.")
  private List<String> loaders = List.of();
  @Option(names = "--json", description = "Print the counts as JSON.")
  private boolean json;
  @Option(names = "--report", paramLabel = "FILE",
      description = "Write a page with a timeline.")
  private @Nullable Path report;

  @Option(names = "--keep", paramLabel = "DIR",
      description = "Leave recordings, keys and images in this directory, which must not be there yet.")
  private @Nullable Path keep;
  @Option(names = "--replay", paramLabel = "DIR",
      description = "Judge what an earlier run kept, with --seed and --samples; nothing is recorded.")
  private @Nullable Path replay;

  @Override
  public Integer call() throws IOException {
    for (String loader : loaders) {
      if (!CutRun.loaderLabels().contains(loader)) {
        throw new ParameterException(command.commandLine(), "--loader: expected one of "
            + CutRun.loaderLabels() + ", found " + loader);
      }
    }
    Progress progress = Progress.to(System.err);
    CutReport found = replay == null
        ? record(progress)
        : new Recordings(replay).judge(seed, samples, loaders, progress);
    if (report != null) {
      Files.writeString(report, new HtmlReport(found).page(), StandardCharsets.UTF_8);
    }
    found.failures().forEach(command.commandLine().getErr()::println);
    command.commandLine().getOut().println(json ? found.json() : found.summary());
    return found.wrong() == 0 && found.bricked() == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  private CutReport record(Progress progress) throws IOException {
    CutRun run = new CutRun(seed, samples, resumptions, Duration.ofMinutes(minutes), loaders);
    if (keep != null) {
      return run.run(Checkout.find(), Files.createDirectory(keep).toRealPath(), progress);
    }
    Path place = Files.createTempDirectory("bascule-soak-");
    try {
      return run.run(Checkout.find(), place, progress);
    } finally {
      new FileTree(place).delete();
    }
  }
}
