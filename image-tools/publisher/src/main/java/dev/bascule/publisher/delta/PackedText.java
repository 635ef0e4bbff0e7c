package dev.bascule.publisher.delta;

import dev.bascule.image.tile.Extent;

/**
 * A text that LZ4 packed, in a volume.
 *
 * @param packed where it begins in the volume
 * @param packedEnd where it ends there
 * @param from where it begins among all texts of the volume when they are unpacked, a multiple of {@link Extent#BLOCK}
 * @param length its length unpacked
 */
record PackedText(long packed, long packedEnd, long from, int length) {

  /** The blocks of the volume that it is in. */
  Extent extent() {
    long first = packed / Extent.BLOCK;
    long end = Math.ceilDiv(packedEnd, Extent.BLOCK);
    return new Extent(Extent.Space.OLD, first, Math.toIntExact(end - first));
  }

  /** Its first block among those of all texts. */
  long firstBlock() {
    return from / Extent.BLOCK;
  }

  /**
   * Behind its last block that a device can unpack. The rest of it is such a block, ending in zeros, if what is packed ends with a
   * block of the volume: where else it ends, a device does not know.
   */
  long endBlock() {
    int blocks = packedEnd % Extent.BLOCK == 0
        ? Math.ceilDiv(length, Extent.BLOCK)
        : length / Extent.BLOCK;
    return firstBlock() + blocks;
  }
}
