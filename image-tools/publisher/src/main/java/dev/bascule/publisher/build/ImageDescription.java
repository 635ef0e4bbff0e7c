package dev.bascule.publisher.build;

import dev.bascule.image.Version;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.VolumeImage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person says of an image; the rest of its manifest is measured. */
public record ImageDescription(String name, Version version, Instant built,
    List<String> compatible, long release, long floor, @Nullable Version minimumVersion,
    String notes) {

  ImageManifest manifest(List<VolumeImage> volumes) {
    return new ImageManifest(
        name, version, built, compatible, release, floor, minimumVersion, notes, volumes);
  }
}
