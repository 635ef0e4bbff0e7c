package dev.bascule.lab.system;

import dev.bascule.lab.process.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Programs of the host's in a guest's root, with the libraries that they are linked with.
 *
 * @param root the guest's root directory
 */
record Programs(Path root) {

  private static final Tool BUSYBOX = new Tool("busybox", "busybox-static");
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");
  private static final Pattern NEEDED = Pattern.compile("\\(NEEDED\\).*\\[(\\S+)]");
  /** Deep enough for {@code usr/lib/aarch64-linux-gnu}, and not for the kernel's modules. */
  private static final int DEPTH = 4;

  /** Copies the host's busybox to {@code bin}, with a link for each of its commands. */
  void addBusybox() throws IOException {
    addBusybox(Path.of(BUSYBOX.command().words().getFirst()));
  }

  /** Copies a busybox, of the host's release and linked with nothing, in the same way. */
  void addBusybox(Path program) throws IOException {
    Path bin = Files.createDirectories(root.resolve("bin"));
    Files.copy(program.toRealPath(), bin.resolve(BUSYBOX.name()),
        StandardCopyOption.COPY_ATTRIBUTES);
    for (String name : BUSYBOX.command("--list").run().output().lines().toList()) {
      if (!name.equals("busybox")) {
        Files.createSymbolicLink(bin.resolve(name), Path.of("busybox"));
      }
    }
  }

  /** Copies a program into a directory of the guest. */
  void add(Tool tool, Path directory) throws IOException {
    Path program = Path.of(tool.command().words().getFirst());
    Files.copy(program.toRealPath(), directory.resolve(tool.name()),
        StandardCopyOption.COPY_ATTRIBUTES);
    addLibraries(program);
  }

  /**
   * Copies a program for another architecture to {@code bin}, and what it is linked with to {@code lib}.
   *
   * @param packages the content of the packages that have all of it
   */
  void addForeign(Path packages, String name) throws IOException {
    Path program = find(packages, name);
    Files.copy(program, root.resolve("bin").resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
    Deque<Path> left = new ArrayDeque<>();
    left.add(program);
    while (!left.isEmpty()) {
      Matcher needed = NEEDED.matcher(new Tool("readelf", "binutils")
          .command("--dynamic", left.remove().toString())
          .run()
          .output());
      while (needed.find()) {
        Path copy = root.resolve("lib").resolve(needed.group(1));
        if (!Files.exists(copy)) {
          Path library = find(packages, needed.group(1));
          Files.copy(library, copy, StandardCopyOption.COPY_ATTRIBUTES);
          left.add(library);
        }
      }
    }
  }

  private static Path find(Path packages, String name) throws IOException {
    try (Stream<Path> files = Files.find(packages, DEPTH,
        (file, _) -> file.endsWith(name) && Files.exists(file))) {
      return files.sorted()
          .findFirst()
          .orElseThrow(() -> new IOException(packages + ": expected " + name + " there"))
          .toRealPath();
    }
  }

  /** Copies what a program or library is linked with, to where it is on the host; what came with it is there. */
  void addLibraries(Path program) throws IOException {
    String linked = new Tool("ldd", "libc-bin").command(program.toString()).attempt().output();
    Matcher matcher = LIBRARY.matcher(linked);
    while (matcher.find()) {
      Path library = Path.of(matcher.group(1));
      if (library.startsWith(root)) {
        continue;
      }
      Path copy = root.resolve(library.toString().substring(1));
      if (!Files.exists(copy)) {
        Files.createDirectories(copy.getParent());
        Files.copy(library.toRealPath(), copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
