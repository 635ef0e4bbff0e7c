package dev.bascule.kernels;

import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.TileLayout;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Two releases of the same libraries, as they stand in the images before and after an update: zstd-jni's for Linux on six
 * processors, each from a block on. It is machine code with its tables and symbols, of which little is new and much has moved.
 */
public final class Libraries {

  /** How much of the latter release the kernels work on. */
  public static final int MEBIBYTES = 4;

  /** Bytes in a tile. */
  public static final int TILE = TileLayout.DEFAULT_TILE_SIZE;

  private static final List<String> PROCESSORS =
      List.of("amd64", "aarch64", "i386", "riscv64", "arm", "ppc64le");

  private Libraries() {}

  /** All of the release before, whole blocks. */
  public static byte[] former() {
    byte[] all = read("former", "1.5.7-9");
    return Kernel.QUICK ? Arrays.copyOf(all, 1 << 20) : all;
  }

  /** The first {@link #MEBIBYTES} of the release after it. */
  public static byte[] latter() {
    byte[] all = read("latter", "1.5.7-28");
    if (all.length < MEBIBYTES << 20) {
      throw new IllegalStateException("libraries of " + all.length + " bytes, too few");
    }
    return Arrays.copyOf(all, (Kernel.QUICK ? 1 : MEBIBYTES) << 20);
  }

  /** Bytes cut into tiles; what is left over is no tile. */
  public static List<byte[]> tiles(byte[] bytes) {
    return IntStream.range(0, bytes.length / TILE)
        .mapToObj(tile -> Arrays.copyOfRange(bytes, tile * TILE, (tile + 1) * TILE))
        .toList();
  }

  private static byte[] read(String release, String version) {
    byte[] all = {};
    for (String processor : PROCESSORS) {
      byte[] library =
          read("/%s/linux/%s/libzstd-jni-%s.so".formatted(release, processor, version));
      int at = all.length;
      all = Arrays.copyOf(all, at + Math.ceilDiv(library.length, Extent.BLOCK) * Extent.BLOCK);
      System.arraycopy(library, 0, all, at, library.length);
    }
    return all;
  }

  private static byte[] read(String resource) {
    try (InputStream in = Libraries.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
