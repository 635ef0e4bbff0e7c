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
 * @param title what the update is
 * @param before what a device runs
 * @param after what it gets
 * @param makers in the order of the table, the first of them the one that the others are held against; none for all of them
 * @param cache where work directories are made
 */
public record DeltaSizes(String title, Path before, Path after, List<DeltaMaker> makers,
    Path cache) {

  public DeltaSizes {
    makers = makers.isEmpty() ? List.of(DeltaMaker.values()) : List.copyOf(makers);
  }

  /** Makes every delta, and tells about them as a table for the documentation. */
  public String run(Progress progress) throws IOException {
    List<Made> made = new ArrayList<>();
    for (DeltaMaker maker : makers) {
      Path work = Files.createTempDirectory(Files.createDirectories(cache), "bench-delta-");
      try {
        progress.step(title + ": " + maker.label());
        Made one = maker.make(before, after, work);
        made.add(one);
        progress.step(title + ": " + row(one, made.getFirst()));
      } finally {
        new FileTree(work).delete();
      }
    }
    StringBuilder table = new StringBuilder(String.format(Locale.ROOT, """
      %s: %,d to %,d bytes

      | | bytes | the first, times this | CPU to make, s | peak memory to make, MiB |
      |---|---|---|---|---|
      """, title, Files.size(before), Files.size(after)));
    made.forEach(one -> table.append(row(one, made.getFirst())).append('\n'));
    return table.append('\n').toString();
  }

  private static String row(Made made, Made first) {
    return String.format(Locale.ROOT, "| %s | %,d | %.2f | %.0f | %d |", made.name(),
        made.bytes(), (double) first.bytes() / made.bytes(), made.usage().seconds(),
        made.usage().peakBytes() >> 20);
  }
}
