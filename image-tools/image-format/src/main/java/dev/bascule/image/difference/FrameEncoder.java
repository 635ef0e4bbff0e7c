package dev.bascule.image.difference;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDictContentType;
import java.io.Closeable;

/** Makes zstd frames as {@link FrameDecoder} reads them: without what is known already. One thread uses one. */
public final class FrameEncoder implements Closeable {

  private static final byte[] NOTHING = {};

  private final ZstdCompressCtx zstd = new ZstdCompressCtx();

  /** An encoder that tries as hard as a level of zstd's says, 1 to 22. */
  public FrameEncoder(int level) {
    zstd.setLevel(level);
    zstd.setChecksum(false);
    zstd.setContentSize(false);
    zstd.setDictID(false);
  }

  /** A frame that stands alone. */
  public byte[] encode(byte[] bytes) {
    zstd.loadDict(NOTHING, ZstdDictContentType.RAW_CONTENT);
    return zstd.compress(bytes);
  }

  /** A frame that stands alone, or the bytes themselves if they are no longer. */
  public byte[] encodeIfShorter(byte[] bytes) {
    if (bytes.length == 0) {
      return bytes;
    }
    byte[] frame = encode(bytes);
    return frame.length < bytes.length ? frame : bytes;
  }

  /** A frame that continues other bytes. */
  public byte[] encodeAfter(byte[] before, byte[] bytes) {
    zstd.loadDict(before, ZstdDictContentType.RAW_CONTENT);
    return zstd.compress(bytes);
  }

  @Override
  public void close() {
    zstd.close();
  }
}
