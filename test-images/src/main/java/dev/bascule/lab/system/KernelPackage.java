package dev.bascule.lab.system;

import dev.bascule.lab.KeptDirectory;
import dev.bascule.lab.Progress;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Debian's kernel for virtual machines, unpacked from its package and not installed.
 *
 * @param directory the package's content: {@code boot} and {@code lib/modules}
 * @param release the kernel's own name for itself
 */
record KernelPackage(Path directory, String release) {

  private static final String META = "linux-image-cloud-amd64";
  private static final Pattern DEPENDENCY =
      Pattern.compile("Depends: (linux-image-([0-9]\\S*))");
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Tool APT_GET = new Tool("apt-get", "apt");

  /** The archive's present kernel, fetched now if the cache lacks it. */
  static KernelPackage fetch(Path cache, Progress progress) throws IOException {
    String depends = new Tool("apt-cache", "apt").command("depends", META).run().output();
    Matcher matcher = DEPENDENCY.matcher(depends);
    if (!matcher.find()) {
      throw new IOException("apt: expected " + META
          + " to depend on a kernel; add Debian's archive to apt's sources and run apt-get update");
    }
    Path place = new KeptDirectory(cache, matcher.group(1)).get(directory -> {
      progress.step("fetching Debian's " + matcher.group(1));
      unpack(matcher.group(1), matcher.group(2), directory);
    });
    return new KernelPackage(place, matcher.group(2));
  }

  private static void unpack(String name, String release, Path directory) throws IOException {
    // The unprivileged user that apt downloads as cannot write into everyone's cache.
    APT_GET.command("-q", "-o", "APT::Sandbox::User=root", "download", name)
        .in(directory)
        .within(LIMIT)
        .run();
    List<Path> packages;
    try (Stream<Path> files = Files.list(directory)) {
      packages = files.toList();
    }
    new Tool("dpkg-deb", "dpkg")
        .command("--extract", packages.getFirst().toString(), directory.toString())
        .run();
    Files.delete(packages.getFirst());
    new Tool("depmod", "kmod").command("-b", directory.toString(), release).run();
  }

  /** One that is unpacked already. */
  static KernelPackage unpacked(Path directory) throws IOException {
    try (Stream<Path> releases = Files.list(directory.resolve("lib/modules"))) {
      Path release = releases.findFirst()
          .orElseThrow(() -> new IOException(directory + ": expected a kernel's modules"));
      return new KernelPackage(directory, String.valueOf(release.getFileName()));
    }
  }

  /** The kernel, which is an EFI program too. */
  Path image() {
    return directory.resolve("boot").resolve("vmlinuz-" + release);
  }

  /** The files of modules with all that they need, in the order in which they can be loaded. */
  List<Path> modules(List<String> names) throws IOException {
    Set<Path> files = new LinkedHashSet<>();
    for (String name : names) {
      String commands = new Tool("modprobe", "kmod")
          .command("-d", directory.toString(), "-S", release, "--show-depends", name)
          .run()
          .output();
      commands.lines()
          .map(line -> line.split(" ", -1))
          .filter(words -> words[0].equals("insmod"))
          .forEach(words -> files.add(Path.of(words[1])));
    }
    return new ArrayList<>(files);
  }
}
