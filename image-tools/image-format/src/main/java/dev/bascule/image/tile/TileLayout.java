package dev.bascule.image.tile;

import java.util.ArrayList;
import java.util.List;

/**
 * How a volume is cut: tiles of one size, aligned, the last one shorter if the volume's size asks for it.
 *
 * @param volumeSize bytes, 1 to 1 TiB
 * @param tileSize bytes, a power of two from 64 KiB to 1 MiB
 */
public record TileLayout(long volumeSize, int tileSize) {

  /** The tile size that {@code bascule-image build} uses: 256 KiB. */
  public static final int DEFAULT_TILE_SIZE = 256 << 10;

  static final int MIN_TILE_SIZE = 64 << 10;
  static final int MAX_TILE_SIZE = 1 << 20;
  static final long MAX_VOLUME_SIZE = 1L << 40;

  public TileLayout {
    if (volumeSize < 1 || volumeSize > MAX_VOLUME_SIZE) {
      throw new IllegalArgumentException(
          "volume size: expected 1 to " + MAX_VOLUME_SIZE + " bytes, found " + volumeSize);
    }
    if (tileSize < MIN_TILE_SIZE || tileSize > MAX_TILE_SIZE || Integer.bitCount(tileSize) != 1) {
      throw new IllegalArgumentException(
          "tile size: expected a power of two from 65536 to 1048576, found " + tileSize);
    }
  }

  /** How many tiles there are. */
  public int count() {
    return Math.toIntExact((volumeSize + tileSize - 1) / tileSize);
  }

  /** Where a tile begins in the volume, in bytes. */
  public long offset(int tile) {
    return (long) tile * tileSize;
  }

  /** Where a tile ends in the volume: the byte behind its last. */
  public long end(int tile) {
    return offset(tile) + length(tile);
  }

  /** A tile's length in bytes: the tile size but for the last one. */
  public int length(int tile) {
    return (int) Math.min(tileSize, volumeSize - offset(tile));
  }

  /** The tile that a byte of the volume is in. */
  public int at(long offset) {
    return Math.toIntExact(offset / tileSize);
  }

  /** The parts of tiles that a stretch of the volume is made of; behind the volume's end there are none. */
  public List<TilePart> parts(long offset, long length) {
    List<TilePart> parts = new ArrayList<>();
    long end = Math.min(offset + length, volumeSize);
    for (long from = offset; from < end;) {
      int tile = at(from);
      long next = Math.min(end, end(tile));
      parts.add(new TilePart(tile, (int) (from - offset(tile)), (int) (next - from)));
      from = next;
    }
    return parts;
  }
}
