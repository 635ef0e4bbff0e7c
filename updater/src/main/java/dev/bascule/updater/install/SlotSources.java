package dev.bascule.updater.install;

import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.SourceReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What tiles are made from: the base, and earlier tiles from the slot that is written.
 */
final class SlotSources implements SourceReader {

  private final SourceReader base;
  private final SlotReader target;
  private final WrittenTiles written;

  SlotSources(SourceReader base, SlotReader target, WrittenTiles written) {
    this.base = base;
    this.target = target;
    this.written = written;
  }

  @Override
  public void read(Extent extent, ByteBuffer bytes) throws IOException {
    switch (extent.space()) {
      case OLD -> base.read(extent, bytes);
      case NEW -> {
        written.await(extent.offset(), extent.length());
        target.read(extent, bytes);
      }
    }
  }
}
