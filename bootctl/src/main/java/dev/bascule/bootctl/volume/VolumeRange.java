package dev.bascule.bootctl.volume;

import java.io.IOException;

/** The check that keeps every transfer inside its volume. */
final class VolumeRange {
  private VolumeRange() {}

  static void check(Volume volume, long position, long length) throws IOException {
    long size = volume.size();
    if (position < 0 || length < 0 || position > size - length) {
      throw new OutsideVolumeException(volume.name(), size, position, length);
    }
  }
}
