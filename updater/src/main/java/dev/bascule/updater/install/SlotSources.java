package dev.bascule.updater.install;

import dev.bascule.bootctl.sys.AlignedBuffer;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.SourceReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What tiles are made from, read from the slots: the base from the running one, earlier tiles from the one that is
 * written. One thread uses one.
 */
final class SlotSources implements SourceReader {

  private static final int CHUNK = 256 << 10;

  private final Volume running;
  private final Volume target;
  private final WrittenTiles written;
  private final ByteBuffer buffer = AlignedBuffer.allocate(CHUNK);

  SlotSources(Volume running, Volume target, WrittenTiles written) {
    this.running = running;
    this.target = target;
    this.written = written;
  }

  @Override
  public void read(Extent extent, byte[] bytes, int offset) throws IOException {
    Volume volume = switch (extent.space()) {
      case OLD -> running;
      case NEW -> {
        written.await(extent.offset(), extent.length());
        yield target;
      }
    };
    for (int done = 0; done < extent.length(); done += CHUNK) {
      int length = Math.min(CHUNK, extent.length() - done);
      volume.read(extent.offset() + done, buffer.clear().limit(length));
      buffer.flip().get(bytes, offset + done, length);
    }
  }
}
