package dev.bascule.image.manifest;

import dev.bascule.image.tile.Segments;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One way to make a volume: a file of operations with their data. A kind that a device does not know is one that it
 * does not use.
 *
 * @param kind {@code full}: needs nothing but itself; {@code delta}: needs the base volume; {@code blocks}: an index
 * @param base what it is a delta against, or null for other kinds
 * @param segments the signed digests that each part is checked against before it is parsed
 */
public record Payload(String kind, @Nullable BaseVolume base, ImageFile file, Segments segments) {

  /** The kind that works on any device. */
  public static final String FULL = "full";

  /** The kind that works where the base volume is. */
  public static final String DELTA = "delta";

  /** Not tiles but an index of the volume's blocks, {@link dev.bascule.image.tile.BlockIndex}, for devices that no delta fits. */
  public static final String BLOCKS = "blocks";

  public Payload {
    if (segments.length() != file.length()) {
      throw new IllegalArgumentException("payload " + file.name() + " has " + file.length()
          + " bytes, its segments " + segments.length());
    }
    boolean based = kind.equals(DELTA);
    boolean baseless = kind.equals(FULL) || kind.equals(BLOCKS);
    if ((based && base == null) || (baseless && base != null)) {
      throw new IllegalArgumentException("payload " + file.name() + " of kind " + kind
          + (base == null ? " has no base" : " has a base"));
    }
  }

  /** The base of a delta, which has one. */
  public BaseVolume requireBase() {
    return Objects.requireNonNull(base, kind);
  }

  /** The base's size in bytes, or 0 without one. */
  public long baseSize() {
    return base == null ? 0 : base.size();
  }
}
