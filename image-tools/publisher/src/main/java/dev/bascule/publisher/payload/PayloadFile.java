package dev.bascule.publisher.payload;

import dev.bascule.image.Sha256;
import dev.bascule.image.manifest.BaseVolume;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.tile.OperationTable;
import dev.bascule.image.tile.TileLayout;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A payload that is being written. The operations go before the data and are known after it, so both wait in a file
 * beside, {@code <payload>.part}.
 *
 * <p>Killed: the file beside stays, and no manifest names what is written. The next run for the same payload goes on with it.
 */
public final class PayloadFile implements Closeable {

  private final Path file;
  private final TileLayout layout;
  private final int segmentSize;
  private final Path part;
  private final TileLog tiles;
  private boolean finished;

  private PayloadFile(Path file, TileLayout layout, int segmentSize, Path part, TileLog tiles) {
    this.file = file;
    this.layout = layout;
    this.segmentSize = segmentSize;
    this.part = part;
    this.tiles = tiles;
  }

  /**
   * Begins a payload for a volume, or goes on where an earlier run ended.
   *
   * @param key what is being made: payloads with the same key have the same bytes
   * @param baseSize bytes in the base volume, 0 without one
   */
  public static PayloadFile open(Path file, TileLayout layout, int segmentSize, Sha256 key,
      long baseSize) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    return new PayloadFile(file, layout, segmentSize, part,
        new TileLog(part, key, layout, baseSize));
  }

  /** How many tiles are there: the next one that is to be added. */
  public int count() {
    return tiles.operations().size();
  }

  /** Adds the next tile. */
  public void add(EncodedTile tile) throws IOException {
    tiles.add(tile);
  }

  /** Writes the payload's file once every tile was added. */
  public Payload finish(String kind, @Nullable BaseVolume base) throws IOException {
    try (SegmentWriter writer = new SegmentWriter(Files.newOutputStream(file), segmentSize)) {
      writer.write(OperationTable.of(layout, tiles.operations()).encode());
      tiles.copyData(writer);
      Payload payload = writer.finish(kind, base, String.valueOf(file.getFileName()));
      finished = true;
      return payload;
    }
  }

  @Override
  public void close() throws IOException {
    tiles.close();
    if (finished) {
      Files.deleteIfExists(part);
    }
  }
}
