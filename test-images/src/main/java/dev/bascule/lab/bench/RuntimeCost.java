package dev.bascule.lab.bench;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.device.Training;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.pack.DevicePackage;
import dev.bascule.lab.process.Command;
import dev.bascule.publisher.serve.RepositoryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the device's package costs: how large it is, and what processes of its programs use, beside the same jars on the
 * whole JDK, in turn.
 *
 * @param rounds processes of each kind, after one that is not counted
 * @param level zstd's, for the package
 */
public record RuntimeCost(int rounds, int level, Path cache) {

  private static final double MIB = 1 << 20;

  /** Measures, and writes the documentation's tables. */
  public String run(Progress progress) throws IOException {
    Checkout checkout = Checkout.find();
    Path work = Files.createTempDirectory("bascule-bench-runtime-");
    try {
      DevicePackage made = DevicePackage.kept(checkout, cache, progress);
      progress.step("packing");
      String sizes = sizes(made, work);
      Workshop workshop = Training.workshop(work, checkout.basculeImage());
      workshop.publish(Training.RELEASE);
      Device device = Training.device(workshop, work, checkout.bascule());
      List<Integer> answers = Collections.synchronizedList(new ArrayList<>());
      try (RepositoryServer server =
          workshop.serve(0, entry -> answers.add(entry.status()))) {
        device.lookAt(server.url());
        device.bascule("update").run();
        // Up to date from here on: an image that waits for its first start is more work than none.
        device.boot();
        device.bascule("confirm").run();
        return sizes + measure(commands(made, device), answers, work, progress);
      }
    } finally {
      new FileTree(work).delete();
    }
  }

  private String sizes(DevicePackage made, Path work) throws IOException {
    long deb = Files.size(made.writeDebianPackage(work, level));
    long tar = Files.size(made.writeTar(work, level));
    return String.format(Locale.ROOT, """
      | package | MiB |
      |---|---|
      | tar, zstd -%d | %.1f |
      | deb | %.1f |

      """, level, tar / MIB, deb / MIB);
  }

  private static Map<String, Command> commands(DevicePackage made, Device device)
      throws IOException {
    String root = device.root().toString();
    String program = made.program("bascule").toString();
    Map<String, Command> commands = new LinkedHashMap<>();
    commands.put("`bascule status`", Command.of(List.of(program, "status", "--root", root)));
    commands.put("the same on the JDK", device.bascule("status"));
    commands.put("`bascule-bootctl status`",
        Command.of(List.of(made.program("bascule-bootctl").toString(), "status", "--loader", "gpt",
            "--disk", device.disk().file().toString(), "--a", "PARTLABEL=ROOT-A", "--b",
            "PARTLABEL=ROOT-B")));
    commands.put("`bascule update` that finds nothing",
        Command.of(List.of(program, "update", "--root", root)));
    commands.put("that on the JDK", device.bascule("update"));
    return commands;
  }

  private String measure(Map<String, Command> commands, List<Integer> answers, Path work,
      Progress progress) throws IOException {
    Map<String, List<Usage>> usages = new LinkedHashMap<>();
    Map<String, String> described = new LinkedHashMap<>();
    Path result = work.resolve("usage");
    for (int round = 0; round <= rounds; round++) {
      progress.step("round " + round + " of " + rounds);
      for (Map.Entry<String, Command> one : commands.entrySet()) {
        answers.clear();
        Files.deleteIfExists(result);
        Usage.timed(one.getValue(), result).run();
        if (round > 0) {
          usages.computeIfAbsent(one.getKey(), name -> new ArrayList<>())
              .add(Usage.readTimed(result));
          described.put(one.getKey(), describe(List.copyOf(answers)));
        }
      }
    }
    StringBuilder text = new StringBuilder("""
      | one process | user+sys, s | peak memory, MiB | requests |
      |---|---|---|---|
      """);
    usages.forEach((name, measured) -> {
      Spread cpu = Spread.of(measured.stream()
          .map(Usage::seconds)
          .toList());
      Spread memory = Spread.of(measured.stream().map(usage -> usage.peakBytes() / MIB).toList());
      text.append(String.format(Locale.ROOT,
          "| %s | %.2f (%.2f to %.2f) | %.1f (%.1f to %.1f) | %s |%n", name, cpu.median(),
          cpu.least(), cpu.most(), memory.median(), memory.least(), memory.most(),
          described.get(name)));
    });
    return text.toString();
  }

  /** How many of each status. */
  private static String describe(List<Integer> answers) {
    Map<Integer, Integer> counts = new TreeMap<>();
    answers.forEach(status -> counts.merge(status, 1, Integer::sum));
    List<String> words = counts.entrySet()
        .stream()
        .map(count -> count.getValue() + " × " + count.getKey())
        .toList();
    return words.isEmpty() ? "none" : String.join(", ", words);
  }
}
