package dev.bascule.lab.bench;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.Progress;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.lab.process.Outcome;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernels of a transfer beside their limits: runs {@code test-images/kernels}, which is JMH.
 *
 * @param filter a regular expression that is found in the names of what is measured
 * @param forks processes for each kernel and each limit
 * @param iterations in each process
 * @param seconds that an iteration lasts
 * @param profile whether to count what is allocated, and to tell where the time goes
 */
public record KernelSpeed(String filter, int forks, int iterations, int seconds,
    boolean profile) {

  private static final Tool PERF = new Tool("perf", "linux-perf");
  private static final Duration LIMIT = Duration.ofHours(6);
  private static final String PROCESSOR_TIME = "dev.bascule.kernels.ProcessorTime";
  private static final String PROFILE = "Secondary result ";
  private static final String NEXT_RUN = "# ";

  /** Measures, and writes the documentation's table, and below it what profilers say. */
  public String run(Progress progress) throws IOException {
    JavaProgram jmh = JavaProgram.built("kernels", Checkout.find().directory(),
        "test-images/kernels", "bascule-kernels", List.of());
    Path result = Files.createTempFile("bascule-kernels-", ".json");
    try {
      progress.step("measuring with JMH, some minutes");
      Outcome outcome = jmh.command(arguments(result).toArray(String[]::new))
          .within(LIMIT)
          .run();
      String table = new KernelTable(Files.readString(result), OpensslSpeed.ofSha256()).markdown();
      return profile ? table + "\n" + profiles(outcome.output()) : table;
    } finally {
      Files.delete(result);
    }
  }

  private List<String> arguments(Path result) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(filter, "-f", Integer.toString(forks), "-i",
        Integer.toString(iterations), "-r", Integer.toString(seconds), "-w",
        Integer.toString(seconds), "-foe", "true", "-prof", PROCESSOR_TIME, "-rf", "json", "-rff",
        result.toString()));
    if (profile) {
      arguments.addAll(List.of("-prof", "gc", "-prof", countsCycles() ? "perfnorm" : "stack"));
    }
    return arguments;
  }

  /** Whether the processor's counters can be read here; many virtual machines have none. */
  private static boolean countsCycles() throws IOException {
    if (PERF.find().isEmpty()) {
      return false;
    }
    Outcome counted = PERF.command("stat", "-e", "cycles", "true").attempt();
    return counted.succeeded() && !counted.errors().contains("<not");
  }

  /** What profilers wrote behind each run. */
  static String profiles(String output) {
    StringBuilder profiles = new StringBuilder();
    boolean inside = false;
    for (String line : output.lines().toList()) {
      inside = line.startsWith(PROFILE) || (inside && !line.startsWith(NEXT_RUN));
      if (inside) {
        profiles.append(line).append('\n');
      }
    }
    return profiles.toString();
  }
}
