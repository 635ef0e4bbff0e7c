package dev.bascule.image.tile;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.bascule.image.difference.DifferenceDecoder;
import dev.bascule.image.difference.DifferenceSource;
import dev.bascule.image.difference.FrameDecoder;
import dev.bascule.image.difference.MalformedDifferenceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes tiles from operations and their data. One thread uses one codec; it holds native memory until closed.
 *
 * <p>Memory: the sources of the largest operation so far, at most 2 MiB, outside of the heap; the columns of a
 * difference, at most eight times the tile; and zstd's contexts.
 */
public final class TileCodec implements Closeable {

  private final FrameDecoder frames = new FrameDecoder();
  private @Nullable DifferenceDecoder differences;
  private final SourceBuffer buffer = new SourceBuffer();
  private final SourceReader sources;
  private final Repacking repacking;

  /**
   * A codec for operations whose sources a reader gives.
   *
   * @param repacking makes tiles of packed texts, for other codecs as well; whoever made it closes it
   */
  public TileCodec(SourceReader sources, Repacking repacking) {
    this.sources = sources;
    this.repacking = repacking;
  }

  /** The longest zstd frame that a tile of a size can need, in bytes; a longer one is refused. */
  public static int maxFrameLength(int tileSize) {
    return Math.toIntExact(Zstd.compressBound(tileSize));
  }

  /**
   * Makes a tile. Whether it is the right one is the caller's to check, by its hash.
   *
   * @param offset where the tile begins in its volume
   * @param data holds the operation's data from its first byte on
   * @param tile receives the tile from its first byte on
   * @param length the tile's length; exactly that much is made
   * @throws FormatException if the data does not decode to that length; what the tile's buffer holds then is
   *     undefined
   * @throws IOException if a source cannot be read
   */
  public void decode(Operation operation, long offset, byte[] data, byte[] tile, int length)
      throws IOException {
    switch (operation) {
      case Operation.Zero zero -> Arrays.fill(tile, 0, length, (byte) 0);
      case Operation.Copy copy -> readCopy(copy.sources(), tile, length);
      case Operation.Full full -> decodeFrame(
          FrameDecoder.NOTHING_BEFORE, data, full.dataLength(), tile, length);
      case Operation.Prefix prefix -> decodeFrame(
          gather(prefix.sources()), data, prefix.dataLength(), tile, length);
      case Operation.Difference difference ->
        decodeDifference(difference, offset, data, tile, length);
      case Operation.Repack repack -> repacking.decode(repack, buffer, data, tile, length);
    }
  }

  private void readCopy(Sources copied, byte[] tile, int length) throws IOException {
    if (copied.length() != length) {
      throw FormatException.wrong("copied bytes of a tile", length, copied.length());
    }
    gather(copied).get(tile, 0, length);
  }

  private void decodeDifference(Operation.Difference difference, long offset, byte[] data,
      byte[] tile, int length) throws IOException {
    Sources from = difference.sources();
    DifferenceDecoder decoder = differences == null ? new DifferenceDecoder() : differences;
    differences = decoder;
    try {
      decoder.decode(new DifferenceSource(gather(from), from.blocks()), (int) offset, data,
          difference.dataLength(), tile, length);
    } catch (MalformedDifferenceException e) {
      throw new FormatException("difference of a tile: " + e.getMessage());
    }
  }

  /** What a tile is made from, in a buffer that the next one is read into as well. */
  private ByteBuffer gather(Sources wanted) throws IOException {
    ByteBuffer source = buffer.ofLength(wanted.length());
    int at = 0;
    for (Extent extent : wanted.extents()) {
      sources.read(extent, source.slice(at, extent.length()));
      at += extent.length();
    }
    return source;
  }

  private void decodeFrame(ByteBuffer before, byte[] data, int dataLength, byte[] tile, int length)
      throws FormatException {
    int decoded;
    try {
      decoded = frames.decodeAfter(before, data, 0, dataLength, tile, length);
    } catch (ZstdException e) {
      throw new FormatException("zstd frame of a tile: " + e.getMessage());
    }
    if (decoded != length) {
      throw FormatException.wrong("decoded length of a tile", length, decoded);
    }
  }

  @Override
  public void close() {
    frames.close();
    if (differences != null) {
      differences.close();
    }
  }
}
