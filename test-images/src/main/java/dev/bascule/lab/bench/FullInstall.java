package dev.bascule.lab.bench;

import dev.bascule.image.Sha256;
import dev.bascule.lab.CacheDirectory;
import dev.bascule.lab.Checkout;
import dev.bascule.lab.FileTree;
import dev.bascule.lab.Progress;
import dev.bascule.lab.device.Training;
import dev.bascule.lab.device.Workshop;
import dev.bascule.lab.pack.DevicePackage;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Installs the same whole image into the same kind of slot with several programs, alternating, several
 * rounds. Before every installation the slot holds noise that is not cached, and the payload is cached; after it the slot must hold the image. A first round warms up and is not counted.
 *
 * @param base what a device runs that installs by a delta, beside the others; null for no such one
 * @param image what is installed
 * @param rounds installations per program
 * @param level of zstd, the same for every payload
 * @param medium what the slots are on
 * @param cache where payloads are kept between runs
 */
public record FullInstall(@Nullable Path base, Path image, int rounds, int level, Medium medium,
    Path cache) {

  private static final Duration COMPRESSION_LIMIT = Duration.ofMinutes(20);

  public FullInstall {
    if (rounds < 1 || rounds > 100) {
      throw new IllegalArgumentException("1 to 100 rounds, not " + rounds);
    }
    if (level < 1 || level > 19) {
      throw new IllegalArgumentException("zstd levels 1 to 19, not " + level);
    }
  }

  /** Measures. Needs root for loop devices and for RAUC. */
  public Report run(Progress progress) throws IOException {
    Checkout checkout = Checkout.find();
    Training.ensure(checkout);
    Path payloads = preparePayloadDirectory();
    progress.step(payloads + ": making the payloads, where no earlier run did");
    Path compressed = compress(payloads);
    RaucBundle bundle = RaucBundle.make(image, level, payloads);
    Workshop workshop =
        BasculeContender.publish(List.of(image), level, checkout, payloads);
    Path work = Files.createTempDirectory(cache, "bench-run-");
    long size = Files.size(image);
    DevicePackage made =
        DevicePackage.kept(checkout, CacheDirectory.in(System.getenv()), progress);
    try (Throttle throttle = Throttle.of(medium);
        Contender bascule = BasculeContender.start(workshop, null, image, checkout,
            made.program("bascule"), work.resolve("bascule"));
        Contender delta = base == null
            ? null
            : BasculeContender.start(
                BasculeContender.publish(List.of(base, image), level, checkout, payloads), base,
                image, checkout, made.program("bascule"), work.resolve("delta"));
        Contender rauc = throttle.during(() -> RaucContender
            .start(bundle, TargetSlot.create(work.resolve("rauc.slot"), size), image, work));
        Contender pipe = new PipeContender(
            compressed, TargetSlot.create(work.resolve("pipe.slot"), size), work)) {
      List<Contender> contenders = new ArrayList<>(List.of(bascule, rauc, pipe));
      if (delta != null) {
        contenders.add(delta);
      }
      for (Contender contender : contenders) {
        throttle.limit(contender.slot());
      }
      return new Report(
          new Results(
              "Full installation",
              Setting.read(image, pipe.slot(), medium),
              descriptions(contenders),
              measure(contenders, throttle, progress)));
    } finally {
      new FileTree(work).delete();
    }
  }

  private List<Round> measure(List<Contender> contenders, Throttle throttle, Progress progress)
      throws IOException {
    List<Round> measured = new ArrayList<>();
    // Round 0 is not counted: programs and libraries are read from disk then.
    for (int round = 0; round <= rounds; round++) {
      Map<String, Measurement> measurements = new LinkedHashMap<>();
      for (int turn = 0; turn < contenders.size(); turn++) {
        // Another one begins in every round: nobody always runs on what the same other left behind.
        Contender contender = contenders.get((round + turn) % contenders.size());
        contender.slot().fillWithNoise(round * 100L + turn);
        PageCache.forget(contender.slot().device());
        PageCache.warm(contender.payload());
        Measurement measurement = throttle.during(contender::install);
        contender.slot().requireContent(image);
        measurements.put(contender.name(), measurement);
        progress.step(
            "round %d of %d, %s: %.2f s".formatted(
                round,
                rounds,
                contender.name(),
                measurement.wallSeconds()));
      }
      if (round > 0) {
        measured.add(new Round(measurements));
      }
    }
    return measured;
  }

  private Path preparePayloadDirectory() throws IOException {
    Sha256 digest = digest(image);
    return Files.createDirectories(cache.resolve("bench-%s-%d".formatted(digest.brief(), level)));
  }

  private Path compress(Path directory) throws IOException {
    Path compressed = directory.resolve("image.zst");
    if (!Files.exists(compressed)) {
      Path partial = directory.resolve("partial.zst");
      Tool.of("zstd")
          .command("-q", "-f", "-T0", "-" + level, image.toString(), "-o", partial.toString())
          .within(COMPRESSION_LIMIT)
          .run();
      Files.move(partial, compressed, StandardCopyOption.ATOMIC_MOVE);
    }
    return compressed;
  }

  private static Map<String, String> descriptions(List<Contender> contenders) {
    Map<String, String> descriptions = new LinkedHashMap<>();
    for (Contender contender : contenders) {
      descriptions.put(contender.name(), contender.description());
    }
    return descriptions;
  }

  private static Sha256 digest(Path file) throws IOException {
    var digest = Sha256.newDigest();
    byte[] buffer = new byte[1 << 20];
    try (var in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return Sha256.of(digest.digest());
  }
}
