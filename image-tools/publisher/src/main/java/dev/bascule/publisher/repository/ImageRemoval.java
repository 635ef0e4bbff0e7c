package dev.bascule.publisher.repository;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.tuf.MetadataKind;
import dev.bascule.image.tuf.TargetFile;
import dev.bascule.image.tuf.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes images off the list of what is published, unless a device may still want them. */
public final class ImageRemoval {

  private final ModelImages images;
  private final Catalog catalog;
  private final List<Revision> history;

  private ImageRemoval(ModelImages images, Catalog catalog, List<Revision> history) {
    this.images = images;
    this.catalog = catalog;
    this.history = history;
  }

  /** Works on a model's images, with what the repository itself says of the rest. */
  public static ImageRemoval of(Path repository, Published published, ModelRoles model,
      @Nullable Document known) throws IOException {
    return new ImageRemoval(new ModelImages(repository, published, model),
        new CatalogReader(repository).read(published, model).orElseGet(Catalog::empty),
        History.read(repository, known));
  }

  /**
   * Removes images in a new edition; their files stay where they are.
   *
   * @param least how long they must have been withdrawn
   * @throws RefusedException if there is no such image, a channel offers it or rolls it out, it is not withdrawn for so
   *     long, or another image's chain of deltas leads through it
   */
  public void remove(Edition edition, Collection<Version> versions, Duration least, Instant now)
      throws IOException {
    require(versions, least, now);
    for (Version version : versions) {
      edition.removeImage(images.model(), version);
    }
  }

  /**
   * The same, as others have signed it.
   *
   * @throws RefusedException also if what they have signed changes anything else
   */
  public void adopt(Edition edition, Document signed, Collection<Version> versions,
      Duration least, Instant now) throws IOException {
    require(versions, least, now);
    ModelRoles model = images.model();
    Map<String, TargetFile> left = new HashMap<>(images.published()
        .role(model.images())
        .map(Targets::targets)
        .orElse(Map.of()));
    left.keySet()
        .removeIf(path -> versions.stream()
            .anyMatch(version -> path.startsWith(model.imagePath(version, ""))));
    if (!signed.as(MetadataKind.TARGETS).content().targets().equals(left)) {
      throw new RefusedException(RefusedException.Reason.TARGET_DIFFERS, model.images()
          + ": what was signed removes other images, or lists others; draft it again: "
          + "bascule-image draft --remove VERSION");
    }
    edition.adopt(model.images(), signed);
  }

  private void require(Collection<Version> versions, Duration least, Instant now)
      throws IOException {
    for (Version version : versions) {
      if (!images.has(version)) {
        throw new RefusedException(RefusedException.Reason.NO_SUCH_IMAGE, name(version)
            + ": there is no such image; bascule-image log says what became of it");
      }
      requireNotOffered(version);
      requireWithdrawn(version, least, now);
    }
    for (Version other : images.versions()) {
      if (!versions.contains(other)) {
        requireNoLink(other, versions);
      }
    }
  }

  private void requireNotOffered(Version version) throws RefusedException {
    Set<String> channels = catalog.channels(version);
    if (!channels.isEmpty()) {
      throw new RefusedException(RefusedException.Reason.STILL_NEEDED, name(version)
          + ": the channel " + String.join(", ", channels) + " offers it or rolls it out; offer "
          + "another version first");
    }
  }

  /** What is not withdrawn may be asked for by name, at the device or by another server. */
  private void requireWithdrawn(Version version, Duration least, Instant now)
      throws RefusedException {
    Optional<Instant> since = History.withdrawnSince(history, images.model(), version);
    if (since.isEmpty()) {
      throw new RefusedException(RefusedException.Reason.NOT_WITHDRAWN, name(version)
          + ": is not withdrawn, so that devices may take it up at any time; first: "
          + "bascule-image withdraw --model " + images.model().model() + " --version " + version);
    }
    if (Duration.between(since.get(), now).compareTo(least) < 0) {
      throw new RefusedException(RefusedException.Reason.NOT_WITHDRAWN, name(version)
          + ": is withdrawn since " + since.get() + " only, and a device may be about to read it; "
          + "come back at " + since.get().plus(least) + ", or say how long is enough with "
          + "--withdrawn-for");
    }
  }

  /** Of withdrawn images too: the next release takes its links from the one before, whatever has become of that. */
  private void requireNoLink(Version other, Collection<Version> versions) throws IOException {
    Optional<ImageManifest> manifest = images.manifest(other);
    List<Version> needed = manifest.stream()
        .flatMap(image -> image.volumes().stream())
        .flatMap(volume -> volume.links().stream())
        .map(link -> link.version())
        .filter(versions::contains)
        .distinct()
        .toList();
    if (!needed.isEmpty()) {
      throw new RefusedException(RefusedException.Reason.STILL_NEEDED, name(needed.getFirst())
          + ": devices that are behind come to " + other + " by the delta that is published with "
          + "it; remove both at once, or wait until " + other + " is gone");
    }
  }

  private String name(Version version) {
    return images.model().model() + " " + version;
  }
}
