package dev.bascule.updater.install;

import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.FormatException;
import dev.bascule.image.tile.Repacking;
import dev.bascule.image.tile.SourceReader;
import dev.bascule.image.tile.TileCodec;
import dev.bascule.image.tile.TileLayout;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A volume of a release between the running one and the one that is installed. It is stored nowhere: tiles are made of the
 * volume below when they are asked for, and the last few are kept. They are not checked; a tile of the image that is made
 * from a wrong one is wrong itself, and is found out. Used by all of an install's threads, one at a time.
 *
 * <p>Memory: {@value #KEPT} tiles, and for each tile that is made for another one what a codec needs, up to {@value
 * #DEEPEST} of them. Work: no tile is made more than {@value #TIMES_EACH} times on average, whatever the delta says.
 */
final class VirtualVolume implements SourceReader, Closeable {

  private static final int KEPT = 8;
  private static final int DEEPEST = 8;
  private static final int TIMES_EACH = 16;

  private final TileLayout layout;
  private final Opener opener;
  private final SourceReader below;
  private final Repacking repacking;
  private final List<TileCodec> codecs = new ArrayList<>();
  private final Map<Integer, byte[]> kept = new LinkedHashMap<>(2 * KEPT, 0.75f, true);
  private @Nullable TileSource delta;
  private @Nullable IOException broken;
  private int depth;
  private long made;

  /** Opens the delta that makes the volume, once it is needed. */
  interface Opener {
    TileSource open() throws IOException;
  }

  /** A volume that is made of what is below by a delta. */
  VirtualVolume(TileLayout layout, Opener opener, SourceReader below) {
    this.layout = layout;
    this.opener = opener;
    this.below = below;
    this.repacking = new Repacking(below);
  }

  /**
   * Reads an extent of it.
   *
   * @throws IOException if it cannot be made
   */
  @Override
  public synchronized void read(Extent extent, ByteBuffer target) throws IOException {
    long from = extent.offset();
    long end = from + extent.length();
    if (end > layout.volumeSize()) {
      throw new FormatException(extent + " is not in a volume of " + layout.volumeSize());
    }
    while (from < end) {
      int index = (int) (from / layout.tileSize());
      int inTile = (int) (from - layout.offset(index));
      int length = (int) Math.min(end - from, layout.length(index) - inTile);
      target.put(tile(index), inTile, length);
      from += length;
    }
  }

  /** Bytes received for it so far. */
  synchronized long fetched() {
    TileSource open = delta;
    return open == null ? 0 : open.fetched();
  }

  @Override
  public synchronized void close() {
    codecs.forEach(TileCodec::close);
    repacking.close();
    TileSource open = delta;
    if (open != null) {
      open.close();
    }
  }

  private byte[] tile(int index) throws IOException {
    byte[] known = kept.get(index);
    if (known != null) {
      return known;
    }
    if (depth == DEEPEST) {
      throw new FormatException(
          "tile " + index + ": is made of tiles that are made of tiles, more than "
              + DEEPEST + " deep");
    }
    if (++made > (long) TIMES_EACH * layout.count()) {
      throw new FormatException("tiles were made more than " + TIMES_EACH + " times each");
    }
    TileSource source = source();
    if (codecs.size() == depth) {
      codecs.add(new TileCodec(this::readFor, repacking));
    }
    TileCodec codec = codecs.get(depth);
    byte[] tile = new byte[layout.length(index)];
    depth++;
    try {
      codec.decode(source.operation(index), layout.offset(index), source.read(index), tile,
          tile.length);
    } finally {
      depth--;
    }
    kept.put(index, tile);
    if (kept.size() > KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
    return tile;
  }

  private void readFor(Extent extent, ByteBuffer target) throws IOException {
    switch (extent.space()) {
      case OLD -> below.read(extent, target);
      case NEW -> read(extent, target);
    }
  }

  /** The delta; one that could not be opened is not asked for again. */
  private TileSource source() throws IOException {
    IOException before = broken;
    if (before != null) {
      throw new IOException(before.getMessage(), before);
    }
    TileSource open = delta;
    if (open == null) {
      try {
        open = opener.open();
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        broken = e;
        throw e;
      }
      delta = open;
    }
    return open;
  }
}
