package dev.bascule.bootctl.sys;

import java.nio.ByteBuffer;

/** Buffers that may go to a device directly, past the page cache. */
public final class AlignedBuffer {
  /** What every device's and file system's direct transfers are content with. */
  public static final int ALIGNMENT = 4096;

  private AlignedBuffer() {}

  /** A direct buffer of {@code capacity} bytes whose first byte is aligned to 4096. */
  public static ByteBuffer allocate(int capacity) {
    if (capacity < 0 || capacity > Integer.MAX_VALUE - ALIGNMENT) {
      throw new IllegalArgumentException("buffer of " + capacity + " bytes");
    }
    var buffer = ByteBuffer.allocateDirect(capacity + ALIGNMENT);
    int past = buffer.alignmentOffset(0, ALIGNMENT);
    return buffer.slice(past == 0 ? 0 : ALIGNMENT - past, capacity);
  }

  static boolean isAligned(ByteBuffer buffer) {
    return buffer.alignmentOffset(buffer.position(), ALIGNMENT) == 0;
  }
}
