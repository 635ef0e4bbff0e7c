package dev.bascule.lab.tuf;

import dev.bascule.image.tuf.Target;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Downloaded targets, one file each, under the target's path as one encoded name. */
final class TargetDirectory {

  private final Path directory;

  TargetDirectory(Path directory) {
    this.directory = directory;
  }

  /** Whether the very file that metadata describes is there. */
  boolean holds(Target target) throws IOException {
    Path file = file(target);
    return Files.isRegularFile(file) && Files.size(file) == target.length()
        && target.isOf(Files.readAllBytes(file));
  }

  void write(Target target, byte[] content) throws IOException {
    Files.createDirectories(directory);
    Files.write(file(target), content);
  }

  private Path file(Target target) {
    return directory.resolve(URLEncoder.encode(target.path(), StandardCharsets.UTF_8));
  }
}
