package dev.bascule.image.tile;

import java.util.List;

/** How a payload makes one tile. */
public sealed interface Operation {

  /** Bytes of the payload's data that belong to this operation. */
  int dataLength();

  /** What the tile is made from, beside the data. */
  default List<Extent> extents() {
    return List.of();
  }

  /** A tile of zeros: no data. */
  record Zero() implements Operation {
    @Override
    public int dataLength() {
      return 0;
    }
  }

  /** Blocks that are elsewhere already: no data. The sources are as long as the tile. */
  record Copy(Sources sources) implements Operation {
    public Copy {
      sources.requireOneBuffer();
    }

    @Override
    public List<Extent> extents() {
      return sources.extents();
    }

    @Override
    public int dataLength() {
      return 0;
    }
  }

  /** A zstd frame that holds the whole tile. */
  record Full(int dataLength) implements Operation {}

  /** A zstd frame that continues the sources. */
  record Prefix(Sources sources, int dataLength) implements Operation {
    public Prefix {
      sources.requireOneBuffer();
    }

    @Override
    public List<Extent> extents() {
      return sources.extents();
    }
  }

  /** A difference against the sources: {@link dev.bascule.image.difference.DifferenceDecoder}. */
  record Difference(Sources sources, int dataLength) implements Operation {
    public Difference {
      sources.requireOneBuffer();
    }

    @Override
    public List<Extent> extents() {
      return sources.extents();
    }
  }

  /** Packed texts, made of others that the sources hold: {@link dev.bascule.image.lz4.RepackDecoder}. */
  record Repack(Sources sources, int dataLength) implements Operation {
    @Override
    public List<Extent> extents() {
      return sources.extents();
    }
  }
}
