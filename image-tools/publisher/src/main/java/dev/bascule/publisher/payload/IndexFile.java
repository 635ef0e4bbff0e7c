package dev.bascule.publisher.payload;

import dev.bascule.image.manifest.Payload;
import dev.bascule.image.tile.BlockIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A block index as a file beside the payloads, cut in segments like them: verified before it is parsed. */
public final class IndexFile {

  private IndexFile() {}

  /** Writes it. */
  public static Payload write(Path file, BlockIndex index, int segmentSize) throws IOException {
    try (SegmentWriter writer = new SegmentWriter(Files.newOutputStream(file), segmentSize)) {
      byte[] bytes = index.encode();
      writer.write(bytes, 0, bytes.length);
      return writer.finish(Payload.BLOCKS, null, String.valueOf(file.getFileName()));
    }
  }
}
