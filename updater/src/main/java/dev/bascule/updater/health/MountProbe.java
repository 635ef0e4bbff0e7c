package dev.bascule.updater.health;

import dev.bascule.updater.config.MountPoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Something must be mounted on a directory. Read from the first process's table of mounts, since this program's own view may be
 * another where it is sandboxed; from its own where that one is not to be seen.
 */
record MountProbe(MountPoint mount, Path proc) implements Probe {

  private static final int MAX_LENGTH = 4 << 20;

  @Override
  public String name() {
    return "mount " + mount;
  }

  @Override
  public boolean required() {
    return true;
  }

  @Override
  public Optional<String> ask(Duration limit) throws IOException {
    Optional<String> options = mounts().lines()
        .map(line -> line.split(" ", -1))
        .filter(fields -> fields.length >= 4 && unescape(fields[1]).equals(mount.path()))
        .map(fields -> fields[3])
        .reduce((below, above) -> above);
    if (options.isEmpty()) {
      return Optional.of("nothing is mounted there");
    }
    boolean writable = Arrays.asList(options.get().split(",", -1)).contains("rw");
    return mount.writable() && !writable
        ? Optional.of("expected a writable mount, found " + options.get())
        : Optional.empty();
  }

  private String mounts() throws IOException {
    Path first = proc.resolve("1/mounts");
    Path file = Files.isReadable(first) ? first : proc.resolve("self/mounts");
    try (var stream = Files.newInputStream(file)) {
      return new String(stream.readNBytes(MAX_LENGTH), StandardCharsets.UTF_8);
    }
  }

  /** Blanks and backslashes stand as octal numbers in the file (proc(5), getmntent(3)). */
  private static String unescape(String path) {
    return path.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }
}
