package dev.bascule.lab.cli;

import dev.bascule.lab.CacheDirectory;
import dev.bascule.lab.Progress;
import dev.bascule.lab.bench.ChainCost;
import dev.bascule.lab.bench.DeltaMaker;
import dev.bascule.lab.bench.DeltaSizes;
import dev.bascule.lab.bench.FullInstall;
import dev.bascule.lab.bench.Growth;
import dev.bascule.lab.bench.Medium;
import dev.bascule.lab.bench.Report;
import dev.bascule.lab.bench.RuntimeCost;
import dev.bascule.lab.bench.TrustCheck;
import dev.bascule.lab.bench.TrustCost;
import dev.bascule.lab.debian.ImagePair;
import dev.bascule.lab.debian.Images;
import dev.bascule.lab.debian.Release;
import dev.bascule.lab.load.HawkbitLoad;
import dev.bascule.lab.load.ModelCost;
import dev.bascule.lab.load.OriginLoad;
import dev.bascule.lab.load.Outage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lab bench}: this project's programs beside others', in one run. */
@Command(name = "bench",
    description = "Compares with other programs on the same image, in one run.",
    subcommands = KernelsCommand.class,
    mixinStandardHelpOptions = true)
final class BenchCommand {

  @Command(name = "full-install",
      description = "Installs a whole image with every program in turn.",
      mixinStandardHelpOptions = true)
  int fullInstall(
      @Option(names = "--base",
          description = "What a device runs that installs by a delta, in turn with the others; none by default, the Debian pair's first where --image is not given.") @Nullable Path base,
      @Option(names = "--image",
          description = "The volume to install; the Debian pair's second by default.") @Nullable Path image,
      @Option(names = "--rounds", defaultValue = "7",
          description = "Installations per program (default: ${DEFAULT-VALUE}).") int rounds,
      @Option(names = "--level", defaultValue = "19",
          description = "zstd's level for all payloads (default: ${DEFAULT-VALUE}).") int level,
      @Option(names = "--medium", defaultValue = "machine",
          description = "What the slots are on: this machine's storage, or one as slow as eMMC"
              + " (default: ${DEFAULT-VALUE}; one of ${COMPLETION-CANDIDATES}).") Medium medium,
      @Option(names = "--json", description = "Write all numbers to a file.") @Nullable Path json,
      @Option(names = "--markdown",
          description = "Write the documentation's table to a file.") @Nullable Path markdown)
      throws IOException {
    Path cache = CacheDirectory.in(System.getenv());
    Progress progress = Progress.to(System.err);
    Path volume = image;
    Path running = base;
    if (volume == null) {
      Images images = new Images(cache, progress);
      volume = ImagePair.POINT_RELEASE.after(images);
      running = base != null ? base : ImagePair.POINT_RELEASE.before(images);
    }
    Report report = new FullInstall(running, volume, rounds, level, medium, cache).run(progress);
    if (json != null) {
      Files.writeString(json, report.json(), StandardCharsets.UTF_8);
    }
    if (markdown != null) {
      Files.writeString(markdown, report.markdown(), StandardCharsets.UTF_8);
    }
    System.out.print(report.text());
    return 0;
  }

  @Command(name = "delta",
      description = "Makes the smallest update from one image to another with every program in turn; the slowest takes some minutes.",
      mixinStandardHelpOptions = true)
  int delta(
      @Option(names = "--before",
          description = "What a device runs, with --after; a pair of the series' by default.") @Nullable Path before,
      @Option(names = "--after", description = "What it gets.") @Nullable Path after,
      @Option(names = "--pair", paramLabel = "PAIR",
          description = "Only this update; may be repeated (${COMPLETION-CANDIDATES}); all of them by default. What they need of Debian's releases is built first, and kept.") @Nullable List<ImagePair> pairs,
      @Option(names = "--maker", paramLabel = "NAME",
          description = "Only this program; may be repeated (${COMPLETION-CANDIDATES}).") @Nullable List<DeltaMaker> makers)
      throws IOException {
    Images images = new Images(CacheDirectory.in(System.getenv()), Progress.to(System.err));
    List<DeltaMaker> chosen = makers == null ? List.of() : makers;
    if (before != null && after != null) {
      String title = before.getFileName() + " to " + after.getFileName();
      System.out.print(new DeltaSizes(title, before, after, chosen, images.cache())
          .run(images.progress()));
      return 0;
    }
    for (ImagePair pair : pairs == null ? List.of(ImagePair.values()) : pairs) {
      System.out.print(new DeltaSizes(pair.toString(), pair.before(images), pair.after(images),
          chosen, images.cache()).run(images.progress()));
    }
    return 0;
  }

  @Command(name = "chain",
      description = "Updates devices that are two and five releases behind, by the chain of published deltas and by a direct one.",
      mixinStandardHelpOptions = true)
  int chain(
      @Option(names = "--release", paramLabel = "VOLUME",
          description = "A release's volume, the oldest first; repeat it. Debian's series by default.") @Nullable List<Path> releases,
      @Option(names = "--behind", paramLabel = "N",
          description = "By how many releases the device is behind; may be repeated (default: 2 and 5).") @Nullable List<Integer> behind)
      throws IOException {
    Path cache = CacheDirectory.in(System.getenv());
    Progress progress = Progress.to(System.err);
    List<Path> volumes = releases != null ? releases : new ArrayList<>();
    if (releases == null) {
      Images images = new Images(cache, progress);
      for (Release release : Release.BEFORE_AFTER) {
        volumes.add(images.of(release));
      }
      volumes.add(ImagePair.POINT_RELEASE.after(images));
    }
    System.out.print(
        new ChainCost(volumes, behind != null ? behind : List.of(2, 5), cache).run(progress));
    return 0;
  }

  @Command(name = "trust",
      description = "Measures what each scheme of signatures costs a device, in bytes and in time.",
      mixinStandardHelpOptions = true)
  int trust(
      @Option(names = "--rounds", defaultValue = "5",
          description = "Processes per scheme (default: ${DEFAULT-VALUE}).") int rounds)
      throws IOException {
    System.out.print(new TrustCost(rounds).run(Progress.to(System.err)));
    return 0;
  }

  @Command(name = "growth",
      description = "Installs images of growing size, sparse ones: memory must stay, time may grow with them.",
      mixinStandardHelpOptions = true)
  int growth(
      @Option(names = "--size", paramLabel = "GIB",
          description = "A size in GiB; may be repeated (default: 0.125, 1, 4 and 8).") @Nullable List<Double> sizes)
      throws IOException {
    System.out.print(
        new Growth(sizes == null ? Growth.USUAL : sizes, CacheDirectory.in(System.getenv()))
            .run(Progress.to(System.err)));
    return 0;
  }

  @Command(name = "runtime",
      description = "Measures the device's package: its size, and what its programs' processes cost.",
      mixinStandardHelpOptions = true)
  int runtime(
      @Option(names = "--rounds", defaultValue = "7",
          description = "Processes of each kind (default: ${DEFAULT-VALUE}).") int rounds,
      @Option(names = "--level", defaultValue = "19",
          description = "zstd's level for the package (default: ${DEFAULT-VALUE}).") int level)
      throws IOException {
    Path cache = CacheDirectory.in(System.getenv());
    System.out.print(new RuntimeCost(rounds, level, cache).run(Progress.to(System.err)));
    return 0;
  }

  @Command(name = "load",
      description = "How many looks one nginx serves, of a load generator and of devices that run the real code.",
      mixinStandardHelpOptions = true)
  int load(
      @Option(names = "--requests", defaultValue = "20000",
          description = "Of the generator, of each kind (default: ${DEFAULT-VALUE}).") int requests,
      @Option(names = "--devices", defaultValue = "200",
          description = "Devices that run the real code (default: ${DEFAULT-VALUE}).") int devices)
      throws IOException {
    System.out.print(new OriginLoad(requests, devices).run(Progress.to(System.err)));
    return 0;
  }

  @Command(name = "models",
      description = "What a device's looks and the publisher's commands cost in repositories of few and of many models.",
      mixinStandardHelpOptions = true)
  int models(
      @Option(names = "--count", paramLabel = "N",
          description = "Models; may be repeated (default: 1, 10, 100 and 1000).") @Nullable List<Integer> counts,
      @Option(names = "--rounds", defaultValue = "3",
          description = "How often each thing is done (default: ${DEFAULT-VALUE}).") int rounds)
      throws IOException {
    System.out.print(new ModelCost(counts == null ? List.of(1, 10, 100, 1000) : counts, rounds)
        .run(Progress.to(System.err)));
    return 0;
  }

  @Command(name = "outage",
      description = "What an outage of the origin does to a fleet's looks, simulated with the device's own schedule and compared with devices that ask a real server.",
      mixinStandardHelpOptions = true)
  int outage(
      @Option(names = "--devices", defaultValue = "100000",
          description = "Of the simulation (default: ${DEFAULT-VALUE}).") int devices,
      @Option(names = "--live", defaultValue = "200",
          description = "Devices that ask a real server; 0 for none (default: ${DEFAULT-VALUE}).") int live)
      throws IOException {
    System.out.print(new Outage(devices, live).run(Progress.to(System.err)));
    return 0;
  }

  @Command(name = "hawkbit",
      description = "What devices' polls cost a real hawkBit.",
      mixinStandardHelpOptions = true)
  int hawkbit(
      @Option(names = "--targets", defaultValue = "500",
          description = "Devices (default: ${DEFAULT-VALUE}).") int targets,
      @Option(names = "--polls", defaultValue = "10",
          description = "Of each (default: ${DEFAULT-VALUE}).") int polls)
      throws IOException {
    System.out.print(new HawkbitLoad(targets, polls).run(Progress.to(System.err)));
    return 0;
  }

  @Command(name = "trust-once", hidden = true,
      description = "Measures one repository in this process.")
  int trustOnce(@Parameters(paramLabel = "DIR") Path repository) throws IOException {
    System.out.println(TrustCheck.measure(repository));
    return 0;
  }
}
