package dev.bascule.image.tile;

import java.nio.ByteBuffer;

/**
 * What a tile is made from, outside of the heap, where a device can transfer to it directly. It is used again, and grows once at the most: memory
 * that was outgrown stays until the heap is collected.
 */
final class SourceBuffer {

  private static final int MAX = Sources.MAX_BLOCKS * Extent.BLOCK;
  private static final int USUAL = MAX / 4;

  private ByteBuffer bytes = ByteBuffer.allocateDirect(0);

  /** All of it, of a length. What it held before is undefined. */
  ByteBuffer ofLength(int length) {
    if (bytes.capacity() < length) {
      int capacity = length <= USUAL ? USUAL : MAX;
      bytes = ByteBuffer.allocateDirect(capacity + Extent.BLOCK).alignedSlice(Extent.BLOCK);
    }
    return bytes.clear().limit(length);
  }
}
