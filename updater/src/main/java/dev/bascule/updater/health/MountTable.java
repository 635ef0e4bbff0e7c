package dev.bascule.updater.health;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is mounted where, in the order in which it was. Read from the first process's table, since this program's own view may be
 * another where it is sandboxed; from its own where that one is not to be seen.
 *
 * @param mounts those that are lower first
 */
public record MountTable(List<Mount> mounts) {

  private static final int MAX_LENGTH = 4 << 20;

  public MountTable {
    mounts = List.copyOf(mounts);
  }

  /**
   * One mount.
   *
   * @param path where, a whole path
   * @param type the file system's, such as {@code ext4}
   * @param options as they are listed, with commas between them
   */
  public record Mount(String path, String type, String options) {

    /** Whether it may be written to. */
    public boolean writable() {
      return Arrays.asList(options.split(",", -1)).contains("rw");
    }
  }

  /** Reads the table of a system whose processes are listed there. */
  public static MountTable read(Path proc) throws IOException {
    Path first = proc.resolve("1/mounts");
    Path file = Files.isReadable(first) ? first : proc.resolve("self/mounts");
    try (var stream = Files.newInputStream(file)) {
      String text = new String(stream.readNBytes(MAX_LENGTH), StandardCharsets.UTF_8);
      return new MountTable(text.lines()
          .map(line -> line.split(" ", -1))
          .filter(fields -> fields.length >= 4)
          .map(fields -> new Mount(unescape(fields[1]), fields[2], fields[3]))
          .toList());
    }
  }

  /** What is to be seen at a path: the last that was mounted there. */
  public Optional<Mount> at(String path) {
    return mounts.stream()
        .filter(mount -> mount.path().equals(path))
        .reduce((below, above) -> above);
  }

  /** Blanks and backslashes stand as octal numbers in the file (proc(5), getmntent(3)). */
  private static String unescape(String path) {
    return path.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }
}
