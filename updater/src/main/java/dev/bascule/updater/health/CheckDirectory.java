package dev.bascule.updater.health;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory of checks, or of hooks: every file whose name does not begin with a dot. In a directory of greenboot's those that end in
 * {@code .sh}, as greenboot has it. A directory that is not there has none.
 */
public record CheckDirectory(Path path) {

  /** More files than that are not looked at. */
  static final int MAX_FILES = 256;

  private static final String GREENBOOT = "greenboot";

  /** The files, by name. */
  public List<Path> files() throws IOException {
    boolean greenboot = path.toString().contains("/" + GREENBOOT + "/");
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      Stream.Builder<Path> files = Stream.builder();
      entries.forEach(files);
      return files.build()
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(file -> !greenboot || file.toString().endsWith(".sh"))
          .limit(MAX_FILES + 1L)
          .sorted(Comparator.comparing(file -> file.getFileName().toString()))
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }
}
