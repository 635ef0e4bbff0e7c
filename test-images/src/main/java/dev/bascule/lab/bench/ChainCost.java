package dev.bascule.lab.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.device.Device;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.disk.DiskImage;
import dev.bascule.lab.disk.DiskPlan;
import dev.bascule.lab.process.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a device fetches that slept through releases, each of which was published with one delta, from the one before: by the
 * chain of these, and by a delta that was made for it alone.
 *
 * @param releases volumes, the oldest first
 * @param behind by how many releases the devices are behind the last one
 * @param cache where repositories are made, and deleted again
 */
public record ChainCost(List<Path> releases, List<Integer> behind, Path cache) {

  private static final int FAST = 1;
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  public ChainCost {
    releases = List.copyOf(releases);
    behind = List.copyOf(behind);
    int most = releases.size() - 1;
    if (behind.stream().anyMatch(steps -> steps < 1 || steps > most)) {
      throw new IllegalArgumentException("1 to " + most + " releases behind, not " + behind);
    }
  }

  /** What one installation came to. */
  private record Fetched(long bytes, Usage usage) {}

  /** Publishes, installs, and writes the documentation's table. */
  public String run(Progress progress) throws IOException {
    Checkout checkout = Checkout.find();
    Path work = Files.createTempDirectory(Files.createDirectories(cache), "bench-chain-");
    try {
      Workshop every = publish(releases, work.resolve("every"), checkout, progress);
      StringBuilder table = new StringBuilder(
          """
            | releases behind | chain, bytes | direct, bytes | ratio | chain, CPU s | direct, CPU s | chain, MiB | direct, MiB |
            |---|---|---|---|---|---|---|---|
            """);
      for (int steps : behind) {
        int from = releases.size() - 1 - steps;
        Path volume = releases.get(from);
        Fetched chain = install(every, from + 1, volume, work.resolve("c" + steps), checkout);
        progress.step("%d behind, by the chain: %,d bytes".formatted(steps, chain.bytes()));
        Workshop pair = publish(List.of(volume, releases.getLast()), work.resolve("d" + steps),
            checkout, progress);
        Fetched direct = install(pair, 1, volume, work.resolve("i" + steps), checkout);
        table.append(row(steps, chain, direct));
        progress.step(row(steps, chain, direct).strip());
      }
      return table.toString();
    } finally {
      new FileTree(work).delete();
    }
  }

  private static String row(int steps, Fetched chain, Fetched direct) {
    return String.format(Locale.ROOT, "| %d | %,d | %,d | %.3f | %.1f | %.1f | %d | %d |%n", steps,
        chain.bytes(), direct.bytes(), (double) chain.bytes() / direct.bytes(),
        seconds(chain), seconds(direct), chain.usage().peakBytes() >> 20,
        direct.usage().peakBytes() >> 20);
  }

  private static double seconds(Fetched fetched) {
    return fetched.usage().seconds();
  }

  private static Workshop publish(List<Path> volumes, Path place, Checkout checkout,
      Progress progress) throws IOException {
    Workshop workshop = Workshop.create(place, checkout.basculeImage());
    for (int i = 0; i < volumes.size(); i++) {
      workshop.build(i + 1, volumes.get(i), FAST);
      workshop.publish(i + 1, "--deltas", "1");
      progress.step("published " + volumes.get(i));
    }
    return workshop;
  }

  /** Installs the newest release on a device that runs another one. */
  private static Fetched install(Workshop workshop, int running, Path volume, Path place,
      Checkout checkout) throws IOException {
    Files.createDirectories(place);
    DiskImage disk = DiskImage.create(place.resolve("disk"),
        DiskPlan.forVolume(Files.size(volume)), volume);
    Device device = workshop.assemble(place.resolve("device"), disk.file(),
        workshop.repository().toUri().toString(), checkout.bascule());
    device.recordFactoryImage(workshop.built(running).resolve(ImageManifest.FILE_NAME));
    device.boot();
    Path used = place.resolve("used");
    Outcome outcome =
        Usage.timed(device.bascule("install", "--json").within(LIMIT), used).run();
    JsonNode answer = JSON.readTree(outcome.output());
    long repaired = answer.at("/cost/volumes/0/tiles_repaired").asLong(-1);
    if (repaired != 0) {
      throw new IOException(
          "bascule install: expected that deltas make every tile, found " + outcome);
    }
    Fetched fetched = new Fetched(answer.path("cost").path("bytes_fetched").longValue(),
        Usage.readTimed(used));
    Files.delete(disk.file());
    return fetched;
  }
}
