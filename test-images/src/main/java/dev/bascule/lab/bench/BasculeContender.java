package dev.bascule.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.gpt.GptEntry;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * This project's own command on a device whose disk is a loop device: metadata, transfer, writing, the hash tree and
 * the read back, from a repository in a directory. By a full payload, the running slot holds noise, so that nothing can be
 * copied from it; by a delta, it holds the release before.
 */
final class BasculeContender implements Contender {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FIRST = 1;

  private final @Nullable Path base;
  private final Workshop workshop;
  private final Device device;
  private final Path program;
  private final TargetSlot slot;
  private final Path payload;
  private final Path work;

  private BasculeContender(@Nullable Path base, Workshop workshop, Device device, Path program,
      TargetSlot slot, Path payload, Path work) {
    this.base = base;
    this.workshop = workshop;
    this.device = device;
    this.program = program;
    this.slot = slot;
    this.payload = payload;
    this.work = work;
  }

  /**
   * Builds and publishes releases in a directory, each with a delta from the one before, or takes what an earlier run left
   * there whole.
   */
  static Workshop publish(List<Path> releases, int level, Checkout checkout, Path directory)
      throws IOException {
    Path whole = directory.resolve("workshop-" + releases.size());
    if (!Files.isDirectory(whole)) {
      Path partial = directory.resolve("workshop.partial");
      new FileTree(partial).delete();
      Workshop workshop = Workshop.create(partial, checkout.basculeImage());
      for (int i = 0; i < releases.size(); i++) {
        workshop.build(FIRST + i, releases.get(i), level);
        workshop.publish(FIRST + i);
      }
      Files.move(partial, whole);
    }
    return Workshop.open(whole, checkout.basculeImage());
  }

  /**
   * Makes the device and switches it on.
   *
   * @param base the first release, which runs; null for a device that has nothing of the image
   * @param image the last release, which is installed
   * @param program the package's {@code bascule}, as it runs on devices
   * @param work new or empty
   */
  static BasculeContender start(Workshop workshop, @Nullable Path base, Path image,
      Checkout checkout, Path program, Path work) throws IOException {
    Path factory = base == null ? image : base;
    Files.createDirectories(work);
    DiskImage disk = DiskImage.create(work.resolve("disk"),
        DiskPlan.forVolume(Math.max(Files.size(image), Files.size(factory))), factory);
    int sector = disk.readTable().sectorSize();
    GptEntry running = disk.readEntry(Slot.A);
    GptEntry target = disk.readEntry(Slot.B);
    if (base == null) {
      new Noise(1).write(disk.file(), running.firstLba() * sector, running.sectors() * sector);
    }
    // So that the file has all its blocks.
    new Noise(2).write(disk.file(), target.firstLba() * sector, target.sectors() * sector);
    TargetSlot slot = TargetSlot
        .attach(disk.file(), target.firstLba() * sector, target.sectors() * sector);
    try {
      Device device = workshop.assemble(
          work.resolve("device"),
          slot.device(),
          workshop.repository().toUri().toString(),
          checkout.bascule());
      device.boot();
      return new BasculeContender(base, workshop, device, program, slot,
          payload(workshop, base == null ? ".full" : ".delta"), work);
    } catch (IOException e) {
      slot.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return base == null ? "Bascule" : "Bascule, delta";
  }

  @Override
  public String description() {
    return "`bascule install` of the device's package, of a "
        + (base == null ? "full payload" : "delta from the release that runs")
        + ", metadata and tile table from a repository in a directory; writes the hash tree too, and reads everything back from the"
        + " medium";
  }

  @Override
  public TargetSlot slot() {
    return slot;
  }

  @Override
  public Path payload() {
    return payload;
  }

  @Override
  public Measurement install() throws IOException {
    device.forget();
    if (base != null) {
      device.recordFactoryImage(workshop.built(FIRST).resolve(ImageManifest.FILE_NAME));
    }
    Path used = work.resolve("bascule");
    Command install = Usage.timed(Command.of(List.of(program.toString(), "install", "--json",
        "--root", device.root().toString())).within(LIMIT), used);
    long written = slot.readBytesWritten();
    long start = System.nanoTime();
    Outcome outcome = install.run();
    long end = System.nanoTime();
    JsonNode cost = JSON.readTree(outcome.output()).path("cost");
    if (!cost.path("bytes_fetched").isNumber()) {
      throw new IOException("bascule install: expected its cost, found " + outcome);
    }
    Usage usage = Usage.readTimed(used);
    return new Measurement(
        (end - start) / 1e9,
        usage.userSeconds(),
        usage.systemSeconds(),
        usage.peakBytes(),
        cost.path("bytes_fetched").longValue(),
        slot.writtenSince(written));
  }

  @Override
  public void close() throws IOException {
    slot.close();
  }

  private static Path payload(Workshop workshop, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(workshop.repository().resolve("targets"))) {
      return files.filter(file -> file.toString().endsWith(suffix)).findFirst().orElseThrow();
    }
  }
}
