package dev.bascule.lab.load;

import dev.bascule.lab.bench.Spread;
import dev.bascule.lab.bench.Usage;
import dev.bascule.lab.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one command that publishes has cost.
 *
 * @param files how many it has left that were not there, or not so
 * @param metadata bytes of those that are metadata
 * @param targets bytes of the others
 */
record PublisherCost(double seconds, long peak, int files, long metadata, long targets) {

  private static final double MIB = 1 << 20;

  private record Stamp(long length, Object identity) {}

  /**
   * Runs a command.
   *
   * @param usage a file for measurements
   */
  static PublisherCost measure(Command command, Path repository, Path usage) throws IOException {
    Map<Path, Stamp> before = files(repository);
    Files.deleteIfExists(usage);
    Usage.timed(command, usage).run();
    Usage used = Usage.readTimed(usage);
    int files = 0;
    long metadata = 0;
    long targets = 0;
    for (Map.Entry<Path, Stamp> file : files(repository).entrySet()) {
      if (!file.getValue().equals(before.get(file.getKey()))) {
        files++;
        boolean isMetadata = file.getKey().startsWith("metadata");
        metadata += isMetadata ? file.getValue().length() : 0;
        targets += isMetadata ? 0 : file.getValue().length();
      }
    }
    return new PublisherCost(used.seconds(), used.peakBytes(), files, metadata, targets);
  }

  /** The documentation's columns: the median of each. */
  static String row(List<PublisherCost> rounds) {
    return "%.2f | %.1f | %.0f | %,.0f | %,.0f".formatted(
        median(rounds.stream().map(PublisherCost::seconds).toList()),
        median(rounds.stream().map(cost -> cost.peak / MIB).toList()),
        median(rounds.stream().map(cost -> (double) cost.files).toList()),
        median(rounds.stream().map(cost -> (double) cost.metadata).toList()),
        median(rounds.stream().map(cost -> (double) cost.targets).toList()));
  }

  private static double median(List<Double> values) {
    return Spread.of(values).median();
  }

  /** Files by their paths; one that was replaced is another file, with another number. */
  private static Map<Path, Stamp> files(Path repository) throws IOException {
    Map<Path, Stamp> files = new HashMap<>();
    try (Stream<Path> tree = Files.walk(repository)) {
      for (Path file : tree.toList()) {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Object identity = attributes.fileKey();
        if (attributes.isRegularFile() && identity != null) {
          files.put(repository.relativize(file), new Stamp(attributes.size(), identity));
        }
      }
    }
    return files;
  }
}
