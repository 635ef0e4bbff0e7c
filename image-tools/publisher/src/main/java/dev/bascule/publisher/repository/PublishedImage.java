package dev.bascule.publisher.repository;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.tuf.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An image that a repository publishes.
 *
 * @param directory where its files are, under names with their digests
 */
public record PublishedImage(ImageManifest manifest, Path directory) {

  /**
   * Reads the published images of a model that are older than a version, the newest first.
   *
   * @param most how many at most
   * @throws RefusedException if a manifest is missing or is not what was signed
   */
  public static List<PublishedImage> readNewestBefore(Path repository, Published published,
      ModelRoles model, Version version, int most) throws IOException {
    List<Version> newest = new ModelImages(repository, published, model).versions()
        .stream()
        .filter(other -> other.compareTo(version) < 0)
        .sorted(Comparator.reverseOrder())
        .limit(most)
        .toList();
    List<PublishedImage> images = new ArrayList<>();
    for (Version older : newest) {
      read(repository, published, model, older).ifPresent(images::add);
    }
    return images;
  }

  /**
   * Reads the published image of a version; empty if there is none.
   *
   * @throws RefusedException if its manifest is missing or is not what was signed
   */
  public static Optional<PublishedImage> read(Path repository, Published published,
      ModelRoles model, Version version) throws IOException {
    String path = model.imagePath(version, ImageManifest.FILE_NAME);
    Optional<Sha256> listed = published.role(model.images())
        .map(Targets::targets)
        .map(targets -> targets.get(path))
        .flatMap(target -> target.hashes().sha256());
    if (listed.isEmpty()) {
      return Optional.empty();
    }
    Sha256 sha256 = listed.get();
    Path file = new RepositoryLayout(repository).resolve(RepositoryLayout.target(path, sha256));
    ImageRelease release = ImageRelease.readManifest(file);
    if (release.files().stream().noneMatch(named -> named.sha256().equals(sha256))) {
      throw new RefusedException(RefusedException.Reason.TARGET_DIFFERS, file
          + ": is not what " + model.images() + " signed; restore it from a copy");
    }
    return Optional.of(new PublishedImage(release.manifest(), release.directory()));
  }
}
