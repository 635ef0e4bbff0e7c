package dev.bascule.publisher.erofs;

import java.io.IOException;

/**
 * A file or directory of an EROFS volume.
 *
 * @param layout how its content is stored
 * @param size of its content, in bytes
 * @param block the first block of its content, if that is in blocks of its own
 * @param end where its attributes end in the volume; what follows depends on the layout
 */
record ErofsInode(int layout, long size, long block, long end) {

  /** In blocks, one behind the other. */
  static final int PLAIN = 0;
  /** Packed, with an index of eight bytes for each block. */
  static final int PACKED_FULL = 1;
  /** In blocks, one behind the other, but for the rest, which follows the attributes. */
  static final int INLINE = 2;
  /** Packed, with an index of two or four bytes for each block. */
  static final int PACKED_COMPACT = 3;

  private static final int SLOT = 32;
  private static final int SHORT_LENGTH = 32;
  private static final int LONG_LENGTH = 64;
  private static final int LAYOUTS = 7;
  private static final int ATTRIBUTES_AT = 2;
  private static final int ATTRIBUTES_HEAD = 12;
  private static final int SIZE_AT = 8;
  private static final int CONTENT_AT = 16;

  /** Reads the one of a number, by which names refer to it. */
  static ErofsInode read(ErofsMetadata metadata, long begin, long number)
      throws IOException, MalformedErofsException {
    if (number < 0 || number > metadata.size() / SLOT) {
      throw new MalformedErofsException("inode " + number);
    }
    long at = begin + number * SLOT;
    int format = metadata.shortAt(at);
    boolean isLong = (format & 1) != 0;
    int attributes = metadata.shortAt(at + ATTRIBUTES_AT);
    long size = isLong ? metadata.longAt(at + SIZE_AT) : metadata.wordAt(at + SIZE_AT);
    long end = at + (isLong ? LONG_LENGTH : SHORT_LENGTH)
        + (attributes == 0 ? 0 : ATTRIBUTES_HEAD + (attributes - 1L) * Integer.BYTES);
    if (size < 0) {
      throw new MalformedErofsException("inode " + number + " of " + size + " bytes");
    }
    return new ErofsInode(
        (format >>> 1) & LAYOUTS, size, metadata.wordAt(at + CONTENT_AT), end);
  }

  /** Whether it is packed, so that {@link ClusterIndex} reads where. */
  boolean isPacked() {
    return layout == PACKED_FULL || layout == PACKED_COMPACT;
  }
}
