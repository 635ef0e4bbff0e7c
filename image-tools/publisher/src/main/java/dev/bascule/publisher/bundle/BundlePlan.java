package dev.bascule.publisher.bundle;

import dev.bascule.image.bundle.BundleFile;
import dev.bascule.image.bundle.BundleIndex;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.origin.DirectoryOrigin;
import dev.bascule.image.tuf.Expiry;
import dev.bascule.image.tuf.Target;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.Rehearsal;
import dev.bascule.publisher.repository.RepositoryLayout;
import dev.bascule.publisher.repository.TrialDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedSet;

/**
 * Which files a bundle needs, in which order: a new device's client is let loose on the repository, and what it asks
 * for is written down. So the order is that of the device's own reading, and a pipe serves it without going back.
 */
final class BundlePlan {

  private BundlePlan() {}

  /**
   * Finds out.
   *
   * @param images what the bundle shall hold; those of a model together
   * @throws dev.bascule.image.tuf.TufException if a device would refuse the repository
   */
  static BundleIndex of(Path repository, List<BundledImage> images, Instant now)
      throws IOException {
    RecordingOrigin origin = new RecordingOrigin(new DirectoryOrigin(repository));
    byte[] anchor = Rehearsal.anchor(origin);
    SequencedSet<String> names = origin.names();
    try (TrialDevice device = TrialDevice.create(anchor, now)) {
      device.refresh(origin, Expiry.ENFORCED);
      List<Target> files = new ArrayList<>();
      for (BundledImage image : images) {
        ModelRoles model = image.model();
        device.fetch(device.find(model.rollout(), model.catalogPath()));
        ImageManifest manifest = image.fetchManifest(device);
        files.addAll(image.findFiles(device, manifest));
      }
      files.forEach(file -> names.add(
          RepositoryLayout.target(file.path(), file.sha256().orElseThrow())));
    }
    List<BundleFile> index = new ArrayList<>();
    for (String name : names) {
      index.add(new BundleFile(name, Files.size(repository.resolve(name))));
    }
    return new BundleIndex(index);
  }
}
