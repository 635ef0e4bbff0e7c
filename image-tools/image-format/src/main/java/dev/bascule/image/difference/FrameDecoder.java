package dev.bascule.image.difference;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictContentType;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import java.io.Closeable;
import java.nio.ByteBuffer;

/**
 * Unpacks zstd frames that stand alone or continue other bytes, which are used where they are: nothing is copied. One
 * thread uses one; it holds native memory until closed.
 */
public final class FrameDecoder implements Closeable {

  /** What a frame continues that stands alone. */
  public static final ByteBuffer NOTHING_BEFORE = ByteBuffer.allocate(0);

  private static final byte[] NOTHING = {};

  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();

  /**
   * Unpacks a frame that stands alone.
   *
   * @param target receives at most {@code length} bytes from its first on
   * @return how many bytes it held
   * @throws ZstdException if it is no such frame
   */
  public int decode(byte[] data, int from, int dataLength, byte[] target, int length) {
    return zstd.decompressByteArray(target, 0, length, data, from, dataLength);
  }

  /**
   * Unpacks a frame that continues other bytes.
   *
   * @param before a direct buffer, from its position to its limit
   */
  public int decodeAfter(ByteBuffer before, byte[] data, int from, int dataLength, byte[] target,
      int length) {
    if (!before.hasRemaining()) {
      return decode(data, from, dataLength, target, length);
    }
    // Raw content: it may begin with the bytes that mark a dictionary.
    try (ZstdDictDecompress content = new ZstdDictDecompress(
        before.slice(), true, ZstdDictContentType.RAW_CONTENT)) {
      zstd.loadDict(content);
      try {
        return decode(data, from, dataLength, target, length);
      } finally {
        zstd.loadDict(NOTHING, ZstdDictContentType.RAW_CONTENT);
      }
    }
  }

  @Override
  public void close() {
    zstd.close();
  }
}
