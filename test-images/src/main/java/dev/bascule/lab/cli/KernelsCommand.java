package dev.bascule.lab.cli;

import dev.bascule.lab.Progress;
import dev.bascule.lab.bench.KernelSpeed;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lab bench kernels}: what a transfer spends its time in, each beside what limits it. */
@Command(name = "kernels",
    description = "Measures with JMH how far hashing, match finding, differences and decoding are from their limits.",
    mixinStandardHelpOptions = true)
final class KernelsCommand implements Callable<Integer> {

  @Option(names = "--filter", paramLabel = "REGEX", defaultValue = ".*",
      description = "Only what has this in its name, as TileDigest or .*Tile.kernel; take a kernel with its limits"
          + " (default: ${DEFAULT-VALUE}).")
  private String filter = "";

  @Option(names = "--forks", defaultValue = "1",
      description = "Processes for each kernel and each limit (default: ${DEFAULT-VALUE}).")
  private int forks;

  @Option(names = "--iterations", defaultValue = "5",
      description = "Measurements in each process, of which the median counts (default: ${DEFAULT-VALUE}).")
  private int iterations;

  @Option(names = "--seconds", defaultValue = "1",
      description = "How long each lasts, and each of three before them; more on a busy machine (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--profile",
      description = "Count what is allocated; and where time goes, by the processor's counters if perf can read them, or else by stacks.")
  private boolean profile;

  @Override
  public Integer call() throws IOException {
    System.out.print(
        new KernelSpeed(filter, forks, iterations, seconds, profile)
            .run(Progress.to(System.err)));
    return ExitCode.DONE;
  }
}
