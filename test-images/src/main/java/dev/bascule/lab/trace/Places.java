package dev.bascule.lab.trace;

import dev.bascule.lab.cut.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is watched of a machine's files.
 *
 * @param disk a file that is a disk
 * @param top what the other files' names begin at
 * @param below the directory in which they are
 */
public record Places(Path disk, Path top, Path below) {

  /** Where the kernel shows the firmware's variables, if it is watched. */
  private static final String VARIABLES = "/firmware/efi/efivars/";

  /** Whether a file stands for a variable of the firmware's. */
  static boolean isVariable(String name) {
    return name.contains(VARIABLES);
  }

  /** Reads all of it. */
  public Snapshot read() throws IOException {
    return Snapshot.read(disk, top, below);
  }

  /** A file's name below the top; empty for the disk, null for what is not watched. */
  @Nullable
  String name(String path) {
    if (path.isEmpty()) {
      return null;
    }
    Path found = Path.of(path);
    if (found.equals(disk)) {
      return "";
    }
    return found.startsWith(below) ? top.relativize(found).toString() : null;
  }
}
