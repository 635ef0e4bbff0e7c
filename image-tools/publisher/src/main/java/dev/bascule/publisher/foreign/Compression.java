package dev.bascule.publisher.foreign;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/** How another updater compresses. */
public enum Compression {

  /** Not at all. */
  NONE(""),
  /** gzip. */
  GZIP(".gz"),
  /** Zstandard, with a window of 128 MiB at most. */
  ZSTD(".zst"),
  /** xz, with a dictionary of 64 MiB at most, as level 9 has. */
  XZ(".xz");

  private static final int MAX_WINDOW_LOG = 27;
  private static final int MAX_XZ_KIB = 80 << 10;

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  /** The compression that a file's name says: the suffix behind {@code .tar}. */
  public static Optional<Compression> ofSuffix(String suffix) {
    return Arrays.stream(values()).filter(form -> form.suffix.equals(suffix)).findFirst();
  }

  /**
   * Unpacks as it is read, with no more than some hundred MiB of memory, whatever the stream asks for.
   *
   * @param what names the stream in messages
   */
  public InputStream unpack(String what, InputStream in) throws IOException {
    try {
      return new UnpackedStream(what, switch (this) {
        case NONE -> in;
        case GZIP -> new GZIPInputStream(in);
        case ZSTD -> new ZstdInputStreamNoFinalizer(in).setLongMax(MAX_WINDOW_LOG);
        case XZ -> new XZInputStream(in, MAX_XZ_KIB);
      });
    } catch (ForeignException e) {
      throw e;
    } catch (IOException e) {
      throw new ForeignException(
          what + ": expected " + this + ", found something else: " + e.getMessage(), e);
    }
  }
}
