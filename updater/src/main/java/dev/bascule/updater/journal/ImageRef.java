package dev.bascule.updater.journal;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;

/**
 * One image, named so that it cannot be taken for another.
 *
 * @param digest of the signed manifest, which fixes everything else
 * @param release the counter that anti-rollback goes by
 * @param floor what the device's floor rises to once the image is confirmed
 */
public record ImageRef(Version version, Sha256 digest, long release, long floor) {

  /** For people: {@code 1.4.0 (5f3a…)}. */
  @Override
  public String toString() {
    return version + " (" + digest.brief() + ")";
  }
}
