package dev.bascule.lab.bench;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.JavaProgram;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How small an update from one image to another gets with several programs, and what it costs to make: each makes it once,
 * one after the other. Bytes are exact; processor time is that of one run.
 *
 * @param before what a device runs
 * @param after what it gets
 * @param cache where the work directory is made
 */
public record DeltaSizes(Path before, Path after, Path cache) {

  private static final Duration LIMIT = Duration.ofHours(1);

  /** What one program made of the pair. */
  record Made(String name, long bytes, Usage usage) {}

  /** Makes every delta, and tells about them as a table for the documentation. */
  public String run(Progress progress) throws IOException {
    Path work = Files.createTempDirectory(cache, "bench-delta-");
    try {
      List<Made> made = new ArrayList<>();
      made.add(bascule(work, progress));
      progress.step("zstd");
      Path patch = work.resolve("zstd");
      made.add(file("zstd -19 --patch-from", patch, Tool.of("zstd")
          .command("-q", "-19", "--patch-from=" + before, after.toString(), "-o",
              patch.toString()),
          work));
      progress.step("xdelta3");
      Path vcdiff = work.resolve("vcdiff");
      made.add(file("xdelta3 -9", vcdiff, Tool.of("xdelta3")
          .command("-e", "-9", "-f", "-s", before.toString(), after.toString(),
              vcdiff.toString()),
          work));
      progress.step("casync");
      made.add(casync(work));
      progress.step("zchunk");
      made.add(zchunk(work));
      progress.step("bsdiff");
      Path bsdiff = work.resolve("bsdiff");
      made.add(file("bsdiff", bsdiff, Tool.of("bsdiff")
          .command(before.toString(), after.toString(), bsdiff.toString()), work));
      return table(made);
    } finally {
      new FileTree(work).delete();
    }
  }

  private Made bascule(Path work, Progress progress) throws IOException {
    JavaProgram program = Checkout.find().basculeImage();
    build(program, work.resolve("before"), before, "1.0.0", progress);
    build(program, work.resolve("after"), after, "1.1.0", progress);
    progress.step("Bascule: the delta");
    Path usage = work.resolve("bascule.usage");
    Usage.timed(program.command("delta", "--image", work.resolve("after").toString(), "--from",
        work.resolve("before").toString()), usage).within(LIMIT).run();
    try (Stream<Path> files = Files.list(work.resolve("after"))) {
      Path delta = files.filter(file -> file.toString().endsWith(".delta"))
          .findFirst()
          .orElseThrow(() -> new IOException(after + ": is the same as " + before));
      return new Made("Bascule", Files.size(delta), Usage.readTimed(usage));
    }
  }

  /** The full payloads are not what is measured: they are made fast, not small. */
  private static void build(JavaProgram program, Path directory, Path volume, String version,
      Progress progress) throws IOException {
    progress.step("Bascule: building " + volume);
    program.command("build", "root=" + volume, "--model", "bench", "--version", version,
        "--release", "1", "--level", "3", "--out", directory.toString())
        .within(LIMIT)
        .run();
  }

  private static Made file(String name, Path result, Command command, Path work)
      throws IOException {
    Path usage = work.resolve("usage");
    Usage.timed(command, usage).within(LIMIT).run();
    return new Made(name, Files.size(result), Usage.readTimed(usage));
  }

  /** What a device that holds the first image's chunks fetches: the second's index and its new chunks. */
  private Made casync(Path work) throws IOException {
    Path store = work.resolve("store");
    casync(work, store, before, "before.caibx");
    long held = size(store);
    Path usage = casync(work, store, after, "after.caibx");
    return new Made("casync", size(store) - held + Files.size(work.resolve("after.caibx")),
        Usage.readTimed(usage));
  }

  private static Path casync(Path work, Path store, Path image, String index)
      throws IOException {
    Path usage = work.resolve("usage");
    Usage.timed(Tool.of("casync")
        .command("make", "--store=" + store, work.resolve(index).toString(), image.toString()),
        usage).within(LIMIT).run();
    return usage;
  }

  /** The same with zchunk: the second's header and the chunks that the first lacks. */
  private Made zchunk(Path work) throws IOException {
    Path usage = work.resolve("usage");
    for (Path image : List.of(before, after)) {
      Usage.timed(new Tool("zck", "zchunk")
          .command("-o", work.resolve(image.getFileName() + ".zck").toString(),
              image.toString()),
          usage).within(LIMIT).run();
    }
    String told = new Tool("zck_delta_size", "zchunk")
        .command(work.resolve(before.getFileName() + ".zck").toString(),
            work.resolve(after.getFileName() + ".zck").toString())
        .within(LIMIT)
        .run()
        .output();
    return new Made("zchunk", toFetch(told), Usage.readTimed(usage));
  }

  /** Reads {@code Would download 123 of 456 bytes}. */
  static long toFetch(String told) throws IOException {
    return told.lines()
        .filter(line -> line.startsWith("Would download"))
        .map(line -> line.split(" ", -1)[2])
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new IOException(
            "zck_delta_size: expected a line 'Would download …', found: " + told));
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      long size = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        size += Files.size(file);
      }
      return size;
    }
  }

  private static String table(List<Made> made) {
    double reference = made.getFirst().bytes();
    StringBuilder table = new StringBuilder("""
      | | bytes | Bascule's, times this | CPU to make, s | peak memory to make, MiB |
      |---|---|---|---|---|
      """);
    for (Made delta : made) {
      table.append(String.format(Locale.ROOT, "| %s | %,d | %.2f | %.0f | %d |%n", delta.name(),
          delta.bytes(), reference / delta.bytes(),
          delta.usage().userSeconds() + delta.usage().systemSeconds(),
          delta.usage().peakBytes() >> 20));
    }
    return table.toString();
  }
}
