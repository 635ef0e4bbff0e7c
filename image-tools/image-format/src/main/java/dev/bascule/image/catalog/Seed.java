package dev.bascule.image.catalog;

import dev.bascule.image.Sha256;
import dev.bascule.image.Version;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a device keeps for all of its life to be told from the others of its fleet, and nothing else: it is neither secret
 * nor proof of anything.
 */
public record Seed(Sha256 device) {

  private static final int UNUSED_BITS = Long.SIZE - 53;
  private static final double STEPS = 0x1p53;

  /**
   * Where the device stands among all in the rollout of a version, from 0 up to but not 1: evenly spread, and for each
   * version elsewhere, so that the same devices are not always first.
   */
  public double turn(Version version) {
    byte[] digest = Sha256.digest(("bascule rollout\n" + device + "\n" + version)
        .getBytes(StandardCharsets.UTF_8)).bytes();
    return (ByteBuffer.wrap(digest).getLong() >>> UNUSED_BITS) / STEPS;
  }
}
