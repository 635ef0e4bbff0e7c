package dev.bascule.publisher.repository;

import dev.bascule.image.Sha256;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where everything lies.
 *
 * <pre>
 * DIR/metadata/N.root.json  timestamp.json  N.snapshot.json  N.targets.json  N.ROLE.json
 * DIR/targets/PATH/SHA256.NAME
 * DIR.staging/                 what is about to be published, beside what is published
 * </pre>
 *
 * @param directory the repository
 */
public record RepositoryLayout(Path directory) {

  static final String TIMESTAMP = "metadata/timestamp.json";

  public RepositoryLayout {
    directory = directory.toAbsolutePath().normalize();
    if (directory.getNameCount() == 0) {
      throw new IllegalArgumentException("repository: expected a directory with a name, found "
          + directory);
    }
  }

  /** The name of a version of a role's metadata, relative to the repository. */
  public static String metadata(String role, long version) {
    return role.equals("timestamp") ? TIMESTAMP : "metadata/" + version + "." + role + ".json";
  }

  /** The name of a target's file, relative to the repository. */
  public static String target(String path, Sha256 sha256) {
    int name = path.lastIndexOf('/') + 1;
    return "targets/" + path.substring(0, name) + sha256 + "." + path.substring(name);
  }

  /** The directories on the way to a file, the file's own first and the root last. */
  static List<Path> directories(Path root, String name) {
    List<Path> directories = new ArrayList<>(List.of(root));
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      directories.add(root.resolve(name.substring(0, slash)));
    }
    return directories.reversed();
  }

  Path resolve(String name) {
    return directory.resolve(name);
  }

  Path metadataDirectory() {
    return directory.resolve("metadata");
  }

  /** The directory that holds both. */
  Path parent() {
    return directory.resolveSibling(".").normalize();
  }

  Path staging() {
    return directory.resolveSibling(directory.getFileName() + ".staging");
  }
}
