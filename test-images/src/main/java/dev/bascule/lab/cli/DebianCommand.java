package dev.bascule.lab.cli;

import dev.bascule.lab.CacheDirectory;
import dev.bascule.lab.Progress;
import dev.bascule.lab.debian.DebianCache;
import dev.bascule.lab.debian.DebianPair;
import dev.bascule.lab.debian.DebianSeries;
import dev.bascule.lab.debian.Edition;
import dev.bascule.lab.debian.FileSystem;
import dev.bascule.lab.debian.Release;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lab debian}: the pair of Debian images. */
@Command(name = "debian", description = "Debian images before and after a point release's updates.",
    mixinStandardHelpOptions = true)
final class DebianCommand {

  @Command(description = "Builds the pair if the cache lacks it, and prints its volumes.",
      mixinStandardHelpOptions = true)
  int build(@Option(names = "--again", description = "Build even if it is there.") boolean again)
      throws IOException {
    DebianCache cache = new DebianCache(
        CacheDirectory.in(System.getenv()),
        Progress.to(System.err));
    if (again) {
      cache.drop();
    }
    DebianPair pair = cache.get();
    for (Edition edition : Edition.values()) {
      for (FileSystem form : FileSystem.values()) {
        System.out.println(pair.of(edition).volume(form));
      }
    }
    return 0;
  }

  @Command(
      description = "Builds the releases before, between and beside the pair if the cache lacks them, and prints"
          + " their volumes.",
      mixinStandardHelpOptions = true)
  int series() throws IOException {
    DebianSeries series = new DebianSeries(
        CacheDirectory.in(System.getenv()),
        Progress.to(System.err));
    for (Release release : Release.values()) {
      System.out.println(series.volume(release));
    }
    return 0;
  }
}
