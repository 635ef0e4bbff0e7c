package dev.bascule.lab.bench;

import dev.bascule.bootctl.Slot;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.pack.DevicePackage;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Processor time and memory of the whole process of {@code bascule-bootctl status}, with the device's package and as the
 * build leaves it, beside cgpt, which prints the same table and is written in C.
 */
public final class StatusCost {

  private final int rounds;
  private final Path cache;

  /**
   * Nothing is run yet.
   *
   * @param rounds runs of each; they alternate
   * @param cache where the Java runtime is kept
   */
  public StatusCost(int rounds, Path cache) {
    this.rounds = rounds;
    this.cache = cache;
  }

  /** Measures, and writes the documentation's table. */
  public String run(Progress progress) throws IOException {
    Path work = Files.createTempDirectory("bascule-bench-status-");
    try {
      Map<String, Command> programs = programs(work, progress);
      Map<String, List<Usage>> usages = new LinkedHashMap<>();
      Path result = work.resolve("usage");
      // The first round only fills the page cache.
      for (int round = 0; round <= rounds; round++) {
        for (Map.Entry<String, Command> program : programs.entrySet()) {
          Usage.timed(program.getValue(), result).run();
          if (round > 0) {
            usages.computeIfAbsent(program.getKey(), name -> new ArrayList<>())
                .add(Usage.readTimed(result));
          }
        }
      }
      return table(usages);
    } finally {
      new FileTree(work).delete();
    }
  }

  private Map<String, Command> programs(Path work, Progress progress) throws IOException {
    Path factory = Files.write(work.resolve("factory"), new byte[4096]);
    String disk = DiskImage.create(work.resolve("disk"), DiskPlan.forVolume(1 << 20), factory)
        .file()
        .toString();
    List<String> words = List.of("status", "--loader", "gpt", "--disk", disk, "--a",
        "PARTLABEL=" + DiskPlan.partitionName(Slot.A), "--b",
        "PARTLABEL=" + DiskPlan.partitionName(Slot.B));
    Checkout checkout = Checkout.find();
    List<String> device = new ArrayList<>();
    device.add(DevicePackage.make(checkout, cache, work.resolve("package"), progress)
        .program("bascule-bootctl")
        .toString());
    device.addAll(words);
    Map<String, Command> programs = new LinkedHashMap<>();
    programs.put("bascule-bootctl, the device's package", Command.of(device));
    programs.put("bascule-bootctl, a JDK and no cache",
        checkout.basculeBootctl().command(words.toArray(String[]::new)));
    programs.put("cgpt show", Tool.of("cgpt").command("show", disk));
    return programs;
  }

  private static String table(Map<String, List<Usage>> usages) {
    StringBuilder text = new StringBuilder("""
      | program | user+sys, s | peak memory, MiB |
      |---|---|---|
      """);
    usages.forEach((name, measured) -> {
      Spread cpu = Spread.of(
          measured.stream().map(usage -> usage.userSeconds() + usage.systemSeconds()).toList());
      Spread peak = Spread.of(
          measured.stream().map(usage -> usage.peakBytes() / (double) (1 << 20)).toList());
      text.append(String.format(Locale.ROOT, "| %s | %.2f (%.2f to %.2f) | %.0f (%.0f to %.0f) |%n",
          name, cpu.median(), cpu.least(), cpu.most(), peak.median(), peak.least(), peak.most()));
    });
    return text.toString();
  }
}
