package dev.bascule.image.tile;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads what tiles are made from. */
public interface SourceReader {

  /**
   * Reads a whole extent.
   *
   * @param target is filled, and as long as the extent; a direct buffer that stands at a multiple of {@link Extent#BLOCK} in
   *     memory, so that a device can transfer to it directly
   */
  void read(Extent extent, ByteBuffer target) throws IOException;

  /** Has nothing: for payloads whose operations need none. */
  static SourceReader none() {
    return (extent, target) -> {
      throw new FormatException("this payload must not need other blocks, but asks for " + extent);
    };
  }
}
