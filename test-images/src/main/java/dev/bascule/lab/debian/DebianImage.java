package dev.bascule.lab.debian;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One edition's volumes.
 *
 * @param directory where the volumes and the list of packages are
 */
public record DebianImage(Edition edition, Path directory) {

  /** The whole root file system as one file. */
  public Path volume(FileSystem form) {
    return directory.resolve(edition.label() + "." + form.label());
  }

  /** Installed packages, name and version separated by a tab, sorted. */
  public List<String> readPackages() throws IOException {
    return Files.readAllLines(packages(), StandardCharsets.UTF_8);
  }

  Path packages() {
    return directory.resolve(edition.label() + ".packages");
  }
}
