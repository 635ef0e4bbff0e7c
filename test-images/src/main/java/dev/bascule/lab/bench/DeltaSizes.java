package dev.bascule.lab.bench;

import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.bench.DeltaMaker.Made;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How small an update from one image to another gets with several programs, and what it costs to make: each makes it once,
 * one after the other. Bytes are exact; processor time is that of one run.
 *
 * @param before what a device runs
 * @param after what it gets
 * @param makers in the order of the table; none for all of them
 * @param cache where work directories are made
 */
public record DeltaSizes(Path before, Path after, List<DeltaMaker> makers, Path cache) {

  public DeltaSizes {
    makers = makers.isEmpty() ? List.of(DeltaMaker.values()) : List.copyOf(makers);
  }

  /** Makes every delta, and tells about them as a table for the documentation. */
  public String run(Progress progress) throws IOException {
    List<Made> made = new ArrayList<>();
    for (DeltaMaker maker : makers) {
      Path work = Files.createTempDirectory(Files.createDirectories(cache), "bench-delta-");
      try {
        progress.step(maker.label());
        Made one = maker.make(before, after, work);
        progress.step(row(one));
        made.add(one);
      } finally {
        new FileTree(work).delete();
      }
    }
    StringBuilder table = new StringBuilder("""
      | | bytes | CPU to make, s | peak memory to make, MiB |
      |---|---|---|---|
      """);
    made.forEach(one -> table.append(row(one)).append('\n'));
    return table.toString();
  }

  private static String row(Made made) {
    return String.format(Locale.ROOT, "| %s | %,d | %.0f | %d |", made.name(), made.bytes(),
        made.usage().seconds(),
        made.usage().peakBytes() >> 20);
  }
}
