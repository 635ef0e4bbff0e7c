package dev.bascule.image.tile;

/** How a payload makes one tile. */
public sealed interface Operation {

  /** Bytes of the payload's data that belong to this operation. */
  int dataLength();

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
  }

  /** A difference against the sources: {@link dev.bascule.image.difference.DifferenceDecoder}. */
  record Difference(Sources sources, int dataLength) implements Operation {
    public Difference {
      sources.requireOneBuffer();
    }
  }

  /** Packed texts, made of others that the sources hold: {@link dev.bascule.image.lz4.RepackDecoder}. */
  record Repack(Sources sources, int dataLength) implements Operation {}
}
