package dev.bascule.lab.system;

import dev.bascule.lab.KeptDirectory;
import dev.bascule.lab.Progress;
import dev.bascule.lab.process.Command;
import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Debian's kernel and busybox for 64-bit ARM, unpacked from their packages. apt is given lists of its own for that, so
 * that the host knows as little of another architecture afterwards as before.
 *
 * @param directory the content of both packages
 */
record ForeignParts(Path directory) {

  private static final String ARCHITECTURE = "arm64";
  private static final String META = "linux-image-cloud-arm64";
  private static final Pattern DEPENDENCY =
      Pattern.compile("Depends: (linux-image-([0-9]\\S*))");
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** Those of the archive's present kernel, fetched now if the cache lacks them. */
  static ForeignParts fetch(Path cache, Progress progress) throws IOException {
    return new ForeignParts(new KeptDirectory(cache, "guest-" + ARCHITECTURE).get(directory -> {
      progress.step("fetching Debian's kernel and busybox for " + ARCHITECTURE);
      Path apt = Files.createDirectory(directory.resolve("apt"));
      Files.createDirectories(apt.resolve("lists/partial"));
      Files.createFile(apt.resolve("status"));
      Files.writeString(apt.resolve("sources"), sources(), StandardCharsets.UTF_8);
      apt("apt-get", apt, "-q", "update").within(LIMIT).run();
      Matcher kernel = DEPENDENCY.matcher(apt("apt-cache", apt, "depends", META).run().output());
      if (!kernel.find()) {
        throw new IOException("apt: expected " + META + " to depend on a kernel");
      }
      apt("apt-get", apt, "-q", "download", kernel.group(1), "busybox-static").in(apt)
          .within(LIMIT)
          .run();
      for (Path file : list(apt)) {
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

  /** The archives that the host itself uses, for the other architecture. */
  private static String sources() throws IOException {
    String targets = new Tool("apt-get", "apt")
        .command("indextargets", "--format", "$(REPO_URI) $(CODENAME) $(COMPONENT)",
            "Created-By: Packages", "Origin: Debian", "Component: main")
        .run()
        .output();
    StringBuilder lines = new StringBuilder();
    targets.lines().distinct().forEach(line -> {
      String[] words = line.split(" ", -1);
      lines
          .append("deb [arch=%s] %s %s %s%n".formatted(ARCHITECTURE, words[0], words[1], words[2]));
    });
    if (lines.isEmpty()) {
      throw new IOException(
          "apt: expected an archive of Debian's among its sources; run apt-get update");
    }
    return lines.toString();
  }

  private static Command apt(String program, Path state, String... arguments) throws IOException {
    List<String> words = new ArrayList<>();
    for (String option : List.of("APT::Sandbox::User=root", "Dir::Etc::SourceParts=-",
        "Dir::Etc::SourceList=" + state.resolve("sources"),
        "Dir::State::Lists=" + state.resolve("lists"),
        "Dir::State::Status=" + state.resolve("status"), "Dir::Cache=" + state.resolve("cache"),
        "APT::Architecture=" + ARCHITECTURE, "APT::Architectures=" + ARCHITECTURE)) {
      words.addAll(List.of("-o", option));
    }
    words.addAll(List.of(arguments));
    return new Tool(program, "apt").command(words);
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
