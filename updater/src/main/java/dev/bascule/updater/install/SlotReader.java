package dev.bascule.updater.install;

import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.SourceReader;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads extents of a volume that is on a medium. */
record SlotReader(Volume volume) implements SourceReader {

  @Override
  public void read(Extent extent, ByteBuffer target) throws IOException {
    volume.read(extent.offset(), target);
  }
}
