package dev.bascule.image.tile;

import dev.bascule.image.difference.MalformedDifferenceException;
import dev.bascule.image.lz4.PackedExtent;
import dev.bascule.image.lz4.RepackDecoder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tiles of packed texts, one at a time for all threads: what it unpacked for one it has for the next, and its memory is
 * needed once. It holds none before there is such a tile.
 */
public final class Repacking implements Closeable {

  private final SourceReader sources;
  private @Nullable RepackDecoder decoder;
  private SourceBuffer unpacked = new SourceBuffer();

  /** Makes tiles from what is packed in the base that a reader gives. */
  public Repacking(SourceReader sources) {
    this.sources = sources;
  }

  /** Makes a tile, as {@link TileCodec#decode} does. */
  synchronized void decode(Operation.Repack repack, byte[] data, byte[] tile, int length)
      throws IOException {
    RepackDecoder made = decoder == null ? new RepackDecoder(this::readBase) : decoder;
    decoder = made;
    List<PackedExtent> extents = repack.sources()
        .extents()
        .stream()
        .map(extent -> new PackedExtent(extent.offset(), extent.offset() + extent.length()))
        .toList();
    try {
      made.decode(extents, unpacked::ofLength, data, repack.dataLength(), tile, length);
    } catch (MalformedDifferenceException e) {
      throw new FormatException("repacked tile: " + e.getMessage());
    }
  }

  private void readBase(long offset, ByteBuffer target) throws IOException {
    int blocks = target.remaining() / Extent.BLOCK;
    sources.read(new Extent(Extent.Space.OLD, offset / Extent.BLOCK, blocks), target);
  }

  @Override
  public synchronized void close() {
    if (decoder != null) {
      decoder.close();
      decoder = null;
    }
    unpacked = new SourceBuffer();
  }
}
