package dev.bascule.publisher.bundle;

import dev.bascule.image.bundle.BundleOrigin;
import dev.bascule.image.bundle.PipeSource;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.tuf.Expiry;
import dev.bascule.image.tuf.Repository;
import dev.bascule.image.tuf.Target;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.TargetContent;
import dev.bascule.publisher.repository.TrialDevice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.LongConsumer;

/** Lets a new device take each image out of a bundle, through a pipe: the hardest way there is to read one. */
final class BundleCheck {

  private BundleCheck() {}

  /**
   * Reads a bundle once for each of its images.
   *
   * @param anchor the root that the device was built with
   * @param progress is told the bytes of tables and payloads that were hashed
   * @throws IOException with the device's own words if it would refuse the bundle
   */
  static void require(Path bundle, List<BundledImage> images, byte[] anchor, Instant now,
      LongConsumer progress) throws IOException {
    for (BundledImage image : images) {
      try (InputStream in = Files.newInputStream(bundle);
          BundleOrigin origin = new BundleOrigin(new PipeSource(bundle.toString(), in));
          TrialDevice device = TrialDevice.create(anchor, now)) {
        device.refresh(origin, Expiry.ENFORCED);
        ModelRoles model = image.model();
        Catalog.decode(device.fetch(device.find(model.rollout(), model.catalogPath())));
        ImageManifest manifest = image.fetchManifest(device);
        for (Target file : image.findFiles(device, manifest)) {
          TargetContent.require(Repository.at(origin), file, progress);
        }
        origin.requireEnd();
      }
    }
  }
}
