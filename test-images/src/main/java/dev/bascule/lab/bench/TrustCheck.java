package dev.bascule.lab.bench;

import dev.bascule.image.origin.DirectoryOrigin;
import dev.bascule.image.tuf.Limits;
import dev.bascule.image.tuf.ReferenceTime;
import dev.bascule.image.tuf.Repository;
import dev.bascule.image.tuf.TrustedStore;
import dev.bascule.image.tuf.TufClient;
import dev.bascule.lab.FileTree;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;

/**
 * What a new device does before it looks at an image: takes up all metadata, finds and fetches catalogue and manifest.
 * Measured in a process of its own, once as it is right after its start, and again when all is compiled.
 *
 * @param coldMillis processor time of the first time
 * @param warmMillis processor time of one time, the mean of the last ones
 */
public record TrustCheck(double coldMillis, double warmMillis) {

  private static final int WARM_UP = 400;
  private static final int MEASURED = 200;
  private static final double NANOS = 1e6;

  /** Measures in this process; the first thing that it does should be this. */
  public static TrustCheck measure(Path repository) throws IOException {
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long start = thread.getCurrentThreadCpuTime();
    check(repository);
    double cold = (thread.getCurrentThreadCpuTime() - start) / NANOS;
    for (int i = 0; i < WARM_UP; i++) {
      check(repository);
    }
    start = thread.getCurrentThreadCpuTime();
    for (int i = 0; i < MEASURED; i++) {
      check(repository);
    }
    return new TrustCheck(cold, (thread.getCurrentThreadCpuTime() - start) / NANOS / MEASURED);
  }

  /** Two numbers, as {@link #parse} reads them. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f %.3f", coldMillis, warmMillis);
  }

  static TrustCheck parse(String text) {
    String[] numbers = text.strip().split(" ", -1);
    return new TrustCheck(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
  }

  private static void check(Path repository) throws IOException {
    Path store = Files.createTempDirectory("bascule-trust-");
    try {
      TufClient client = new TufClient(new TrustedStore(store),
          Repository.at(new DirectoryOrigin(repository)),
          Files.readAllBytes(repository.resolve("metadata/1.root.json")),
          ReferenceTime.withoutFloor(InstantSource.system()), Limits.STANDARD);
      client.refresh();
      client.fetch(client.find(TrustRepository.CATALOG).orElseThrow());
      client.fetch(client.find(TrustRepository.IMAGE).orElseThrow());
    } finally {
      new FileTree(store).delete();
    }
  }
}
