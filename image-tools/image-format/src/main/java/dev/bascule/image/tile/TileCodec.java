package dev.bascule.image.tile;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.Closeable;
import java.util.Arrays;

/** Makes tiles from operations and their data. One thread uses one codec; it holds native memory until closed. */
public final class TileCodec implements Closeable {

  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();

  /** The longest zstd frame that a tile of a size can need, in bytes; a longer one is refused. */
  public static int maxFrameLength(int tileSize) {
    return Math.toIntExact(Zstd.compressBound(tileSize));
  }

  /**
   * Makes a tile. Whether it is the right one is the caller's to check, by its hash.
   *
   * @param data holds the operation's data from its first byte on
   * @param tile receives the tile from its first byte on
   * @param length the tile's length; exactly that much is made
   * @throws FormatException if the data does not decode to that length; what the tile's buffer holds then is
   *     undefined
   */
  public void decode(Operation operation, byte[] data, byte[] tile, int length)
      throws FormatException {
    switch (operation) {
      case Operation.Zero zero -> Arrays.fill(tile, 0, length, (byte) 0);
      case Operation.Full full -> decodeFrame(data, full.dataLength(), tile, length);
    }
  }

  private void decodeFrame(byte[] data, int dataLength, byte[] tile, int length)
      throws FormatException {
    int decoded;
    try {
      decoded = zstd.decompressByteArray(tile, 0, length, data, 0, dataLength);
    } catch (ZstdException e) {
      throw new FormatException("zstd frame of a tile: " + e.getMessage());
    }
    if (decoded != length) {
      throw FormatException.wrong("decoded length of a tile", length, decoded);
    }
  }

  @Override
  public void close() {
    zstd.close();
  }
}
