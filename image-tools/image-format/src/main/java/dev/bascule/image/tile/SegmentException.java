package dev.bascule.image.tile;

import dev.bascule.image.Sha256;
import java.io.IOException;

/** A segment of a payload is not what the signed manifest names: damaged on its way, or tampered with. */
public final class SegmentException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int segment;

  SegmentException(int segment, Sha256 expected, Sha256 found) {
    super("payload segment " + segment + ": expected SHA-256 " + expected + ", found " + found);
    this.segment = segment;
  }

  /** Which segment, from 0. */
  public int segment() {
    return segment;
  }
}
