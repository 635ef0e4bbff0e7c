package dev.bascule.image.tile;

import java.io.IOException;

/** Reads what tiles are made from. */
public interface SourceReader {

  /** Reads a whole extent into an array. */
  void read(Extent extent, byte[] target, int offset) throws IOException;

  /** Has nothing: for payloads whose operations need none. */
  static SourceReader none() {
    return (extent, target, offset) -> {
      throw new FormatException("this payload must not need other blocks, but asks for " + extent);
    };
  }
}
