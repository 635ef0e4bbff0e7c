package dev.bascule.publisher.repository;

import dev.bascule.image.Version;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.tuf.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A model's images that are published, and what devices could make of them. */
public record ModelImages(Path repository, Published published, ModelRoles model) {

  /** Every version that there is an image of. */
  public List<Version> versions() {
    return published.role(model.images()).map(role -> versions(role, model)).orElse(List.of());
  }

  /** The same of some version of the images' role. */
  static List<Version> versions(Targets role, ModelRoles model) {
    String prefix = model.model() + "/images/";
    String suffix = "/" + ImageManifest.FILE_NAME;
    List<Version> versions = new ArrayList<>();
    for (String path : role.targets().keySet()) {
      if (path.startsWith(prefix) && path.endsWith(suffix)) {
        versions.add(Version.parse(
            path.substring(prefix.length(), path.length() - suffix.length())));
      }
    }
    return versions;
  }

  /** Whether there is an image of a version. */
  public boolean has(Version version) {
    return published.role(model.images())
        .filter(role -> role.targets()
            .containsKey(model.imagePath(version, ImageManifest.FILE_NAME)))
        .isPresent();
  }

  /** The manifest of a version's image; empty if there is none. */
  public Optional<ImageManifest> manifest(Version version) throws IOException {
    return PublishedImage.read(repository, published, model, version)
        .map(PublishedImage::manifest);
  }

  /**
   * The floor rises with a confirmed boot, and no catalogue gets a device below it.
   *
   * @param from what devices run
   * @param back what they would go back to
   * @throws RefusedException if it is below the floor that they have
   */
  public void requireWayBack(Version from, Version back) throws IOException {
    Optional<ImageManifest> last = manifest(from);
    Optional<ImageManifest> next = manifest(back);
    if (last.isPresent() && next.isPresent() && next.get().release() < last.get().floor()) {
      throw new RefusedException(RefusedException.Reason.BELOW_FLOOR,
          model.model() + ": devices that "
              + "confirmed " + from + " have the floor " + last.get().floor() + ", and " + back
              + " has the release counter " + next.get().release()
              + "; they would refuse it. Build "
              + back + " again with a higher version and counter, and offer that");
    }
  }

  /**
   * What to tell somebody who is about to let devices have an image.
   *
   * @param there whether there is an image of a version
   * @param withdrawn versions that no device takes
   */
  public List<String> advice(ImageManifest image, Predicate<Version> there,
      Set<Version> withdrawn) {
    Version minimum = image.minimumVersion();
    if (minimum == null) {
      return List.of();
    }
    boolean gone = withdrawn.contains(minimum);
    return there.test(minimum) && !gone
        ? List.of()
        : List.of(image.version() + " is updated to from " + minimum + " or later, and " + minimum
            + (gone ? " is withdrawn" : " is not published") + ": devices with an older one stay "
            + "where they are");
  }
}
