package dev.bascule.publisher.payload;

import dev.bascule.image.tile.Operation;

/** An operation and its data, handed from the thread that found it to the one that writes it. */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record EncodedTile(Operation operation, byte[] data) {

  /** The smaller of two, the first where they are equal. */
  public EncodedTile orSmaller(EncodedTile other) {
    return other.data.length < data.length ? other : this;
  }
}
