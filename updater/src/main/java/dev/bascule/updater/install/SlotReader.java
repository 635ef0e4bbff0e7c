package dev.bascule.updater.install;

import dev.bascule.bootctl.sys.AlignedBuffer;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.SourceReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads extents of a volume that is on a medium. One thread uses one. */
final class SlotReader implements SourceReader {

  private static final int CHUNK = 256 << 10;

  private final Volume volume;
  private final ByteBuffer buffer = AlignedBuffer.allocate(CHUNK);

  SlotReader(Volume volume) {
    this.volume = volume;
  }

  @Override
  public void read(Extent extent, byte[] bytes, int offset) throws IOException {
    for (int done = 0; done < extent.length(); done += CHUNK) {
      int length = Math.min(CHUNK, extent.length() - done);
      volume.read(extent.offset() + done, buffer.clear().limit(length));
      buffer.flip().get(bytes, offset + done, length);
    }
  }
}
