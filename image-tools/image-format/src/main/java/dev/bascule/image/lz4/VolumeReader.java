package dev.bascule.image.lz4;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads the volume that packed texts stand in. */
public interface VolumeReader {

  /**
   * Reads whole blocks of 4096 bytes.
   *
   * @param offset where they begin, a multiple of the block
   * @param target is filled; a direct buffer that stands at a multiple of the block in memory
   */
  void read(long offset, ByteBuffer target) throws IOException;
}
