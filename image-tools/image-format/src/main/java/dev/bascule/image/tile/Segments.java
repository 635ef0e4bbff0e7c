package dev.bascule.image.tile;

import dev.bascule.image.Sha256;
import java.util.List;

/**
 * A payload's signed fingerprint: the SHA-256 of each of its segments.
 *
 * @param length the payload's length in bytes
 * @param size bytes in a segment, but for the last; 64 KiB to 16 MiB
 */
public record Segments(long length, int size, List<Sha256> digests) {

  /** The segment size that {@code bascule-image build} uses: 1 MiB. */
  public static final int DEFAULT_SIZE = 1 << 20;

  public Segments {
    digests = List.copyOf(digests);
    if (size < 1 << 16 || size > 1 << 24) {
      throw new IllegalArgumentException(
          "segment size: expected 65536 to 16777216 bytes, found " + size);
    }
    if (length < 1 || digests.size() != (length + size - 1) / size) {
      throw new IllegalArgumentException(
          "payload of " + length + " bytes in segments of " + size + ": found " + digests.size());
    }
  }

  /** How many segments there are. */
  public int count() {
    return digests.size();
  }

  /** The segment that holds a byte of the payload. */
  public int at(long offset) {
    return Math.toIntExact(offset / size);
  }

  /** Where a segment begins in the payload. */
  public long offset(int segment) {
    return (long) segment * size;
  }

  /** A segment's length in bytes. */
  public int length(int segment) {
    return (int) Math.min(size, length - offset(segment));
  }
}
