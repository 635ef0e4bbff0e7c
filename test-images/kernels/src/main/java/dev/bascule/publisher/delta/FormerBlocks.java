package dev.bascule.publisher.delta;

import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.SourceReader;
import java.nio.ByteBuffer;

/** Gives blocks of a volume that is in memory: a device's reading costs what its medium does, and is not measured. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FormerBlocks(byte[] volume) implements SourceReader {

  @Override
  public void read(Extent extent, ByteBuffer target) {
    target.put(volume, (int) extent.offset(), extent.length());
  }
}
