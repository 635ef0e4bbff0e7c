package dev.bascule.image.tile;

import dev.bascule.image.difference.MalformedDifferenceException;
import dev.bascule.image.lz4.PackedExtent;
import dev.bascule.image.lz4.Packer;
import dev.bascule.image.lz4.RepackDecoder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tiles of packed texts for all threads. Their texts are made one at a time: what was unpacked for one is there for the
 * next, and its memory is needed once. Packing, which takes longest, is done for {@value #PACKED_AT_ONCE} at a time. It holds no
 * memory before there is such a tile.
 */
public final class Repacking implements Closeable {

  private static final int PACKED_AT_ONCE = 2;

  private final SourceReader sources;
  private final Semaphore turns = new Semaphore(PACKED_AT_ONCE, true);
  private final Queue<Packer> packers = new ConcurrentLinkedQueue<>();
  private @Nullable RepackDecoder decoder;

  /** Makes tiles from what is packed in the base that a reader gives. */
  public Repacking(SourceReader sources) {
    this.sources = sources;
  }

  /**
   * Makes a tile, as {@link TileCodec#decode} does.
   *
   * @param unpacked room for what it is made from
   */
  void decode(Operation.Repack repack, SourceBuffer unpacked, byte[] data, byte[] tile,
      int length) throws IOException {
    turns.acquireUninterruptibly();
    try {
      Packer idle = packers.poll();
      Packer packer = idle == null ? new Packer() : idle;
      makeText(repack, unpacked, data, packer);
      packer.pack(tile, length);
      packers.add(packer);
    } catch (MalformedDifferenceException e) {
      throw new FormatException("repacked tile: " + e.getMessage());
    } finally {
      turns.release();
    }
  }

  private synchronized void makeText(Operation.Repack repack, SourceBuffer unpacked,
      byte[] data, Packer packer) throws IOException {
    RepackDecoder made = decoder == null ? new RepackDecoder(this::readBase) : decoder;
    decoder = made;
    List<PackedExtent> extents = repack.sources()
        .extents()
        .stream()
        .map(extent -> new PackedExtent(extent.offset(), extent.offset() + extent.length()))
        .toList();
    made.decode(extents, unpacked::ofLength, data, repack.dataLength(), packer);
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
    packers.clear();
  }
}
