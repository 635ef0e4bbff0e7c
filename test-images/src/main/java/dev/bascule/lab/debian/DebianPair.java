package dev.bascule.lab.debian;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The same Debian system before and after an update.
 *
 * @param directory the pair's place in the cache
 */
public record DebianPair(Path directory) {

  /** The image of one edition. */
  public DebianImage of(Edition edition) {
    return new DebianImage(edition, directory);
  }

  /** What the update brought: packages with a version that was not there before. */
  public List<String> readUpdatedPackages() throws IOException {
    Set<String> before = new HashSet<>(of(Edition.BEFORE).readPackages());
    return of(Edition.AFTER).readPackages()
        .stream()
        .filter(line -> !before.contains(line))
        .toList();
  }
}
