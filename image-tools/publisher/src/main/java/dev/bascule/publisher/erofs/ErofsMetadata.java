package dev.bascule.publisher.erofs;

import dev.bascule.image.lz4.VolumeReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Numbers of an EROFS volume's metadata, all of which are little-endian, and none of which crosses a border of two blocks. So
 * many can be read as any volume of the size needs, so that whoever reads comes to an end whatever they say.
 */
final class ErofsMetadata {

  static final int BLOCK = 4096;

  private static final int NUMBERS_FOR_A_BYTE = 16;

  private final VolumeReader volume;
  private final long size;
  private final ByteBuffer block = ByteBuffer.allocateDirect(2 * BLOCK)
      .alignedSlice(BLOCK)
      .limit(BLOCK)
      .slice()
      .order(ByteOrder.LITTLE_ENDIAN);
  private long held = -1;
  private long left;

  ErofsMetadata(VolumeReader volume, long size) {
    this.volume = volume;
    this.size = size / BLOCK * BLOCK;
    this.left = NUMBERS_FOR_A_BYTE * size;
  }

  /** How long the volume's whole blocks are, in bytes. */
  long size() {
    return size;
  }

  int byteAt(long position) throws IOException, MalformedErofsException {
    return block.get(find(position, Byte.BYTES)) & 0xff;
  }

  int shortAt(long position) throws IOException, MalformedErofsException {
    return block.getShort(find(position, Short.BYTES)) & 0xffff;
  }

  int intAt(long position) throws IOException, MalformedErofsException {
    return block.getInt(find(position, Integer.BYTES));
  }

  /** A number that has no sign. */
  long wordAt(long position) throws IOException, MalformedErofsException {
    return intAt(position) & 0xffff_ffffL;
  }

  long longAt(long position) throws IOException, MalformedErofsException {
    return block.getLong(find(position, Long.BYTES));
  }

  /** Has the block with a number in memory, and says where in it the number is. */
  private int find(long position, int length) throws IOException, MalformedErofsException {
    if (position < 0 || position > size - length) {
      throw new MalformedErofsException("a number at byte " + position + " of " + size);
    }
    if (left-- == 0) {
      throw new MalformedErofsException("more numbers than a volume has");
    }
    int within = (int) (position % BLOCK);
    if (within > BLOCK - length) {
      throw new MalformedErofsException("a number across two blocks, at byte " + position);
    }
    long first = position - within;
    if (first != held) {
      held = -1;
      volume.read(first, block.clear());
      held = first;
    }
    return within;
  }
}
