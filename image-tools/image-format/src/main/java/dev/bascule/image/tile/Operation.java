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

  /** A zstd frame that holds the whole tile. */
  record Full(int dataLength) implements Operation {}
}
