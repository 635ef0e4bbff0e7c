package dev.bascule.lab.system;

import dev.bascule.lab.KeptDirectory;
import dev.bascule.lab.Progress;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Debian's kernel, busybox and dmsetup for 64-bit ARM, unpacked from their packages. apt is given lists of its own for that, so
 * that the host knows as little of another architecture afterwards as before.
 *
 * @param directory the content of all packages
 */
record ForeignParts(Path directory) {

  private static final String ARCHITECTURE = "arm64";
  private static final String META = "linux-image-cloud-arm64";
  private static final Pattern DEPENDENCY =
      Pattern.compile("Depends: (linux-image-([0-9]\\S*))");
  /** The programs' own, and those with what dmsetup is linked with. */
  private static final List<String> PROGRAMS = List.of("busybox-static", "dmsetup",
      "libdevmapper1.02.1", "libc6", "libselinux1", "libudev1", "libpcre2-8-0");

  /** Those of the archive's present kernel, fetched now if the cache lacks them. */
  static ForeignParts fetch(Path cache, Progress progress) throws IOException {
    return new ForeignParts(new KeptDirectory(cache, "guest-dm-" + ARCHITECTURE).get(directory -> {
      progress.step("fetching Debian's kernel, busybox and dmsetup for " + ARCHITECTURE);
      OwnApt apt = OwnApt.ofPackages(directory, ARCHITECTURE);
      Matcher kernel =
          DEPENDENCY.matcher(apt.command("apt-cache", "depends", META).run().output());
      if (!kernel.find()) {
        throw new IOException("apt: expected " + META + " to depend on a kernel");
      }
      List<String> wanted = new ArrayList<>(List.of("download", kernel.group(1)));
      wanted.addAll(PROGRAMS);
      apt.fetch(wanted.toArray(String[]::new));
      for (Path file : list(apt.state())) {
        if (file.toString().endsWith(".deb")) {
          new Tool("dpkg-deb", "dpkg")
              .command("--extract", file.toString(), directory.toString())
              .run();
          Files.delete(file);
        }
      }
      new Tool("depmod", "kmod").command("-b", directory.toString(), kernel.group(2)).run();
    }));
  }

  /** The kernel. */
  KernelPackage kernel() throws IOException {
    return KernelPackage.unpacked(directory);
  }

  /** The program; it needs no libraries. */
  Path busybox() {
    // Releases after 12 have everything below usr.
    Path old = directory.resolve("bin/busybox");
    return Files.exists(old) ? old : directory.resolve("usr/bin/busybox");
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
