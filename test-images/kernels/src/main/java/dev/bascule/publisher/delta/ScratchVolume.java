package dev.bascule.publisher.delta;

import dev.bascule.image.tile.TileLayout;
import dev.bascule.kernels.Libraries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Volumes in temporary files, which the page cache holds. */
final class ScratchVolume {

  private ScratchVolume() {}

  /** A volume of some bytes, whole tiles or not. */
  static RawVolume of(byte[] content) throws IOException {
    FileChannel file = ScratchFile.open(directory(), "kernel");
    ByteBuffer left = ByteBuffer.wrap(content);
    while (left.hasRemaining()) {
      file.write(left, left.position());
    }
    return RawVolume.of(file, new TileLayout(content.length, Libraries.TILE));
  }

  /** Where temporary files go. */
  static Path directory() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }
}
