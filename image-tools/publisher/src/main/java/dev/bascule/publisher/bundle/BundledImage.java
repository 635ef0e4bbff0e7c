package dev.bascule.publisher.bundle;

import dev.bascule.image.Version;
import dev.bascule.image.manifest.ImageFile;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.ManifestJson;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.image.tuf.Target;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.repository.TrialDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One image that a bundle shall hold: a model's, of a version. */
public record BundledImage(ModelRoles model, Version version) {

  /** The path of its manifest in the repository. */
  public String manifestPath() {
    return model.imagePath(version, ImageManifest.FILE_NAME);
  }

  /** Its manifest, as a device gets it. */
  ImageManifest fetchManifest(TrialDevice device) throws IOException {
    return ManifestJson.decode(device.fetch(device.find(model.images(), manifestPath())));
  }

  /** The files that a device reads after the manifest, in the order in which it does: table and payloads, by volume. */
  List<Target> findFiles(TrialDevice device, ImageManifest manifest) throws IOException {
    List<Target> files = new ArrayList<>();
    for (VolumeImage volume : manifest.volumes()) {
      files.add(find(device, volume.tiles()));
      for (Payload payload : volume.payloads()) {
        if (!payload.kind().equals(Payload.FULL)) {
          files.add(find(device, payload.file()));
        }
      }
      if (volume.full().isPresent()) {
        files.add(find(device, volume.full().get().file()));
      }
    }
    return files;
  }

  @Override
  public String toString() {
    return model.model() + " " + version;
  }

  private Target find(TrialDevice device, ImageFile file) throws IOException {
    return device.find(model.images(), model.imagePath(version, file.name()));
  }
}
