package dev.bascule.image.manifest;

import dev.bascule.image.tile.Segments;

/**
 * One way to make a volume: a file of operations with their data. A kind that a device does not know is one that it
 * does not use.
 *
 * @param kind {@code full}: needs nothing but itself
 * @param segments the signed digests that each part is checked against before it is parsed
 */
public record Payload(String kind, ImageFile file, Segments segments) {

  /** The kind that works on any device. */
  public static final String FULL = "full";

  public Payload {
    if (segments.length() != file.length()) {
      throw new IllegalArgumentException("payload " + file.name() + " has " + file.length()
          + " bytes, its segments " + segments.length());
    }
  }
}
