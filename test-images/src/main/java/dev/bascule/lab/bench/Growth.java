package dev.bascule.lab.bench;

import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.pack.DevicePackage;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.Outcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * What an installation costs as the image grows: memory must not, time must grow with it. The images are sparse: the same amount
 * of data in each, spread over more and more zeros. What is measured is the device's package, as its launcher starts it.
 *
 * @param gibibytes the images' sizes
 * @param cache where images and repositories are made, and deleted again
 */
public record Growth(List<Double> gibibytes, Path cache) {

  private static final long GIB = 1L << 30;
  private static final int DATA_CHUNKS = 24;
  private static final int CHUNK = 4 << 20;
  private static final int TILE = 256 << 10;
  private static final int RELEASE = 1;
  private static final Duration LIMIT = Duration.ofMinutes(30);

  /** The sizes of docs/benchmarks.md. */
  public static final List<Double> USUAL = List.of(0.125, 1.0, 4.0, 8.0);

  public Growth {
    gibibytes = List.copyOf(gibibytes);
    if (gibibytes.stream().anyMatch(size -> !(size >= 0.125 && size <= 64))) {
      throw new IllegalArgumentException("sizes from 0.125 to 64 GiB, not " + gibibytes);
    }
  }

  /** Measures, and writes the documentation's table. */
  public String run(Progress progress) throws IOException {
    Checkout checkout = Checkout.find();
    DevicePackage made = DevicePackage.kept(checkout, cache, progress);
    return table(checkout, made.program("bascule"), progress);
  }

  private String table(Checkout checkout, Path program, Progress progress) throws IOException {
    StringBuilder table = new StringBuilder("""
      | image, GiB | peak memory, MiB | user+sys, s | wall, s |
      |---|---|---|---|
      """);
    for (double size : gibibytes) {
      Path work = Files.createTempDirectory(Files.createDirectories(cache), "bench-growth-");
      try {
        progress.step(size + " GiB: making image and repository");
        table.append(row(size, measure(size, checkout, program, work)));
        progress.step(size + " GiB: measured");
      } finally {
        new FileTree(work).delete();
      }
    }
    return table.toString();
  }

  private static String row(double size, Measurement measured) {
    return String.format(Locale.ROOT, "| %s | %.1f | %.2f | %.2f |%n", size,
        measured.peakBytes() / (double) (1 << 20),
        measured.userSeconds() + measured.systemSeconds(), measured.wallSeconds());
  }

  private static Measurement measure(double size, Checkout checkout, Path program, Path work)
      throws IOException {
    long bytes = (long) (size * GIB) / TILE * TILE;
    Path image = makeImage(work.resolve("image"), bytes);
    Workshop workshop = Workshop.create(work.resolve("workshop"), checkout.basculeImage());
    workshop.build(RELEASE, image, 1);
    workshop.publish(RELEASE);
    Path factory = Files.write(work.resolve("factory"), new byte[TILE]);
    DiskImage disk =
        DiskImage.create(work.resolve("disk"), DiskPlan.forVolume(bytes), factory);
    Device device = workshop.assemble(work.resolve("device"), disk.file(),
        workshop.repository().toUri().toString(), checkout.bascule());
    device.boot();
    Path used = work.resolve("used");
    long start = System.nanoTime();
    Outcome outcome = Usage
        .timed(Command.of(List.of(program.toString(), "install", "--json", "--root",
            device.root().toString())).within(LIMIT), used)
        .run();
    double wall = (System.nanoTime() - start) / 1e9;
    if (!outcome.output().contains("\"bytes_written\"")) {
      throw new IOException("bascule install: expected its cost, found " + outcome);
    }
    Usage usage = Usage.readTimed(used);
    return new Measurement(wall, usage.userSeconds(), usage.systemSeconds(), usage.peakBytes(),
        bytes, -1);
  }

  /** Chunks that can be compressed by half, at the same distance from each other. */
  private static Path makeImage(Path file, long bytes) throws IOException {
    Random random = new Random(bytes);
    byte[] chunk = new byte[CHUNK];
    try (RandomAccessFile image = new RandomAccessFile(file.toFile(), "rw")) {
      image.setLength(bytes);
      for (int i = 0; i < DATA_CHUNKS; i++) {
        random.nextBytes(chunk);
        for (int at = 0; at < CHUNK; at += 2) {
          chunk[at] = (byte) (chunk[at] & 1);
        }
        image.seek((bytes - CHUNK) / (DATA_CHUNKS - 1) * i / TILE * TILE);
        image.write(chunk);
      }
    }
    return file;
  }
}
