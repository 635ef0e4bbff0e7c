package dev.bascule.image.manifest;

import dev.bascule.image.Version;

/**
 * Another release's delta, which a device uses on its way from a release that is older still: the target is not stored
 * there, but made as far as the next delta asks for it.
 *
 * @param version the release that the delta's file is published with
 * @param target what the delta makes, of the same role and with tiles of the same size
 * @param delta from its own base
 */
public record ChainLink(Version version, BaseVolume target, Payload delta) {

  public ChainLink {
    if (!delta.kind().equals(Payload.DELTA)) {
      throw new IllegalArgumentException(
          "link of " + version + ": expected a delta, found the kind " + delta.kind());
    }
  }
}
