package dev.bascule.publisher.rollout;

import dev.bascule.image.manifest.BaseVolume;
import dev.bascule.image.manifest.DeltaChain;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.VolumeImage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a device fetches of an image at most: tiles that its slots hold already are not fetched.
 *
 * @param way of several volumes, the dearest
 * @param bytes of payloads and tile tables
 */
public record Transfer(Way way, long bytes) {

  /**
   * Chooses as a device does, from what the manifests say.
   *
   * @param running what the device runs, or null if it is not known
   */
  public static Transfer of(ImageManifest image, @Nullable ImageManifest running) {
    Way way = Way.DELTA;
    long bytes = 0;
    for (VolumeImage volume : image.volumes()) {
      long full = volume.full().map(Payload::file).orElseThrow().length();
      Optional<DeltaChain> chain = Optional.ofNullable(running)
          .flatMap(manifest -> manifest.volume(volume.role()))
          .flatMap(base -> volume.chain(BaseVolume.of(base)))
          .filter(found -> found.length() < full);
      Way own = chain.map(found -> found.links().isEmpty() ? Way.DELTA : Way.CHAIN)
          .orElse(Way.FULL);
      way = own.compareTo(way) > 0 ? own : way;
      bytes += volume.tiles().length() + chain.map(DeltaChain::length).orElse(full);
    }
    return new Transfer(way, bytes);
  }
}
