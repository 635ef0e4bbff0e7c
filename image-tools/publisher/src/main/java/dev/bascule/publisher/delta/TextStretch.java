package dev.bascule.publisher.delta;

/**
 * Blocks of a packed text, counted among those of all texts.
 *
 * @param first the first of them
 * @param end behind the last
 */
record TextStretch(PackedText text, long first, long end) {

  /** How many there are. */
  int blocks() {
    return (int) (end - first);
  }

  /** The least that has all blocks of this one and of another of the same text. */
  TextStretch with(TextStretch other) {
    return new TextStretch(text, Math.min(first, other.first), Math.max(end, other.end));
  }
}
