package dev.bascule.updater.install;

import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.FormatException;
import dev.bascule.image.tile.Operation;
import dev.bascule.image.tile.Repacking;
import dev.bascule.image.tile.SourceReader;
import dev.bascule.image.tile.Sources;
import dev.bascule.image.tile.TileCodec;
import dev.bascule.image.tile.TileLayout;
import dev.bascule.image.tile.TilePart;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A volume of a release between the running one and the one that is installed. It is stored nowhere. What a tile copies is read from where it
 * stands; other tiles are made of the volume below when they are asked for, and the last few are kept. They are not checked; a tile
 * of the image that is made from a wrong one is wrong itself, and is found out. Used by all of an install's threads, one at a time.
 *
 * <p>Memory: {@value #KEPT} tiles, and for each tile that is made for another one what a codec needs, up to {@value
 * #DEEPEST} of them.
 */
final class VirtualVolume implements SourceReader, Closeable {

  private static final int KEPT = 8;
  private static final int DEEPEST = 8;

  private final LinkDelta delta;
  private final TileLayout layout;
  private final SourceReader below;
  private final Repacking repacking;
  private final long mostMade;
  private final List<TileCodec> codecs = new ArrayList<>();
  private final Map<Integer, byte[]> kept = new LinkedHashMap<>(2 * KEPT, 0.75f, true);
  private int depth;
  private long made;

  /**
   * A volume that is made of what is below by a delta.
   *
   * @param mostMade tiles that may be made, those that are made again among them
   */
  VirtualVolume(LinkDelta delta, SourceReader below, long mostMade) {
    this.delta = delta;
    this.layout = delta.operations().layout();
    this.below = below;
    this.repacking = new Repacking(below);
    this.mostMade = mostMade;
  }

  /**
   * Reads an extent of it.
   *
   * @throws IOException if it cannot be made
   */
  @Override
  public synchronized void read(Extent extent, ByteBuffer target) throws IOException {
    if (extent.offset() + extent.length() > layout.volumeSize()) {
      throw new FormatException(extent + " is not in a volume of " + layout.volumeSize());
    }
    for (TilePart part : layout.parts(extent.offset(), extent.length())) {
      if (delta.operation(part.tile()) instanceof Operation.Copy copy) {
        readCopied(copy.sources(), part, target);
      } else {
        target.put(tile(part.tile()), part.from(), part.length());
      }
    }
  }

  @Override
  public synchronized void close() {
    codecs.forEach(TileCodec::close);
    repacking.close();
  }

  private void readCopied(Sources sources, TilePart part, ByteBuffer target)
      throws IOException {
    enter(part.tile());
    try {
      for (Extent source : sources.part(part)) {
        int at = target.position();
        readFor(source, target.slice(at, source.length()));
        target.position(at + source.length());
      }
    } finally {
      depth--;
    }
  }

  private byte[] tile(int index) throws IOException {
    byte[] known = kept.get(index);
    if (known != null) {
      return known;
    }
    if (++made > mostMade) {
      throw new FormatException("tiles of a release between: expected that at most " + mostMade
          + " are made, found more");
    }
    enter(index);
    byte[] tile = room();
    try {
      codec().decode(delta.operation(index), layout.offset(index), delta.read(index), tile,
          layout.length(index));
    } finally {
      depth--;
    }
    kept.put(index, tile);
    return tile;
  }

  /** The room of the tile that nobody asked for the longest, once there are enough: thousands of new ones would let the heap grow. */
  private byte[] room() {
    if (kept.size() < KEPT) {
      return new byte[layout.tileSize()];
    }
    Iterator<byte[]> eldest = kept.values().iterator();
    byte[] room = eldest.next();
    eldest.remove();
    return room;
  }

  private void enter(int index) throws FormatException {
    if (depth == DEEPEST) {
      throw new FormatException(
          "tile " + index + ": is made of tiles that are made of tiles, more than "
              + DEEPEST + " deep");
    }
    depth++;
  }

  /** One for each tile that is being made for another one. */
  private TileCodec codec() {
    while (codecs.size() < depth) {
      codecs.add(new TileCodec(this::readFor, repacking));
    }
    return codecs.get(depth - 1);
  }

  private void readFor(Extent extent, ByteBuffer target) throws IOException {
    switch (extent.space()) {
      case OLD -> below.read(extent, target);
      case NEW -> read(extent, target);
    }
  }
}
