package dev.bascule.updater.check;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.origin.Origin;
import dev.bascule.image.tuf.Expiry;
import dev.bascule.image.tuf.Target;
import dev.bascule.image.tuf.TufClient;
import dev.bascule.updater.install.ImageFiles;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** A TUF repository's catalogues and images. */
public final class SignedImages implements ImageSource {

  private final TufClient client;
  private final Origin origin;
  private final String model;
  private final Expiry expiry;
  private final HeldTargets held;

  /**
   * The images for a model.
   *
   * @param expiry what becomes of metadata that is expired
   * @param held what was looked at before, so that it need not be fetched again
   */
  public SignedImages(TufClient client, Origin origin, String model, Expiry expiry,
      HeldTargets held) {
    this.client = client;
    this.origin = origin;
    this.model = model;
    this.expiry = expiry;
    this.held = held;
  }

  @Override
  public Instant refresh() throws IOException {
    return client.refresh(expiry).now();
  }

  @Override
  public Optional<Catalog> catalog() throws IOException {
    Optional<Target> target = client.find(Catalog.path(model));
    return target.isPresent()
        ? Optional.of(Catalog.decode(held.get(target.get(), client::fetch)))
        : Optional.empty();
  }

  @Override
  public Optional<CheckedImage> image(Version version) throws IOException {
    String directory = ImageManifest.directory(model, version);
    Optional<Target> target = client.find(directory + "/" + ImageManifest.FILE_NAME);
    if (target.isEmpty()) {
      return Optional.empty();
    }
    CheckedImage image = CheckedImage.of(held.get(target.get(), client::fetch),
        new ImageFiles(origin, directory));
    if (!image.manifest().version().equals(version)) {
      throw new MisplacedImageException(target.get().path(), version, image.manifest().version());
    }
    return Optional.of(image);
  }
}
