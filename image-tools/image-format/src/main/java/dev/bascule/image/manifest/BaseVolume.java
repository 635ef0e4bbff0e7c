package dev.bascule.image.manifest;

import dev.bascule.image.Sha256;

/**
 * The volume that a delta was made against.
 *
 * @param sha256 of the whole volume
 * @param size in bytes
 */
public record BaseVolume(Sha256 sha256, long size) {

  public BaseVolume {
    if (size < 1) {
      throw new IllegalArgumentException("size of a delta's base: found " + size);
    }
  }

  /** What a volume is as a base. */
  public static BaseVolume of(VolumeImage volume) {
    return new BaseVolume(volume.sha256(), volume.size());
  }
}
