package dev.bascule.lab.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A directory that stands for {@code /proc}: the few files by which a program learns how the system that
 * it runs in was started.
 */
final class ProcDirectory {

  private final Path directory;

  ProcDirectory(Path directory) {
    this.directory = directory;
  }

  /** Makes it look as after a boot of some seconds ago. */
  void write(String commandLine, UUID bootId) throws IOException {
    put("cmdline", commandLine);
    put("sys/kernel/random/boot_id", bootId.toString());
    put("uptime", "9.87 12.34");
  }

  /** Leaves no trace of an earlier boot. */
  void clear() throws IOException {
    for (String file : new String[]{"cmdline", "sys/kernel/random/boot_id", "uptime"}) {
      Files.deleteIfExists(directory.resolve(file));
    }
  }

  private void put(String name, String line) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, line + "\n", StandardCharsets.UTF_8);
  }
}
