package dev.bascule.publisher.repository;

import dev.bascule.image.Sha256;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.tuf.TargetFile;
import dev.bascule.image.tuf.Targets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what a model's channels offer at the moment. */
public final class CatalogReader {

  private final RepositoryLayout layout;

  /** Reads from a repository. */
  public CatalogReader(Path repository) {
    this.layout = new RepositoryLayout(repository);
  }

  /**
   * Reads a model's catalogue, as its rollout role signed it.
   *
   * @return empty if none was published yet
   * @throws RefusedException if the file is missing or another
   */
  public Optional<Catalog> read(Published published, ModelRoles model) throws IOException {
    Optional<Targets> role = published.role(model.rollout());
    return role.isEmpty() ? Optional.empty() : read(role.get(), model);
  }

  /** The same, as some version of its rollout role lists it. */
  Optional<Catalog> read(Targets role, ModelRoles model) throws IOException {
    String path = model.catalogPath();
    TargetFile listed = role.targets().get(path);
    if (listed == null) {
      return Optional.empty();
    }
    Sha256 sha256 = listed.hashes().sha256().orElseThrow();
    Path file = layout.resolve(RepositoryLayout.target(path, sha256));
    if (!Files.exists(file)) {
      throw new RefusedException(RefusedException.Reason.TARGET_MISSING,
          file + ": " + model.rollout() + " lists it, but it is not there; restore it from a copy");
    }
    byte[] content;
    try (InputStream in = Files.newInputStream(file)) {
      content = in.readNBytes(Catalog.MAX_LENGTH + 1);
    }
    if (!Sha256.digest(content).equals(sha256)) {
      throw new RefusedException(RefusedException.Reason.TARGET_DIFFERS, file
          + ": is not what " + model.rollout() + " signed; restore it from a copy");
    }
    return Optional.of(Catalog.decode(content));
  }
}
