package dev.bascule.publisher.delta;

import dev.bascule.image.lz4.RepackDecoder;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.Sources;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Stretches of packed texts that a tile is made from, chosen as long as a device reads and unpacks so much for one: as many
 * short texts as there may be, or long ones that follow each other.
 */
final class TextStretches {

  private static final int MAX_BLOCKS = RepackDecoder.MAX_TEXT / Extent.BLOCK;
  /** A text that is longer is unpacked for much that a tile does not need, unless tiles need it in its order. */
  private static final int LONG = 256;

  private NavigableMap<Long, TextStretch> byFirstBlock = new TreeMap<>();

  /** Whether there is something to make a tile from. */
  boolean isUsable() {
    return !byFirstBlock.isEmpty();
  }

  /** Those that were chosen, in the order of their texts. */
  Collection<TextStretch> all() {
    return byFirstBlock.values();
  }

  /** Takes what has some bytes of all texts, unless that is too much together with what was taken before. */
  void add(PackedTexts old, long from, long to) {
    NavigableMap<Long, TextStretch> more = new TreeMap<>(byFirstBlock);
    long first = from / Extent.BLOCK;
    long end = Math.ceilDiv(to, Extent.BLOCK);
    for (PackedText text : old.ofBlocks(first, end)) {
      TextStretch found = new TextStretch(
          text, Math.max(first, text.firstBlock()), Math.min(end, text.endBlock()));
      more.merge(text.firstBlock(), found, TextStretch::with);
    }
    if (isAllowed(more)) {
      byFirstBlock = more;
    }
  }

  private static boolean isAllowed(NavigableMap<Long, TextStretch> stretches) {
    int blocks = 0;
    int packed = 0;
    PackedText lastLong = null;
    boolean inOrder = true;
    for (TextStretch stretch : stretches.values()) {
      PackedText text = stretch.text();
      blocks += stretch.blocks();
      packed += text.extent().blocks();
      if (text.length() > LONG * Extent.BLOCK) {
        inOrder &= lastLong == null || lastLong.endBlock() == text.firstBlock();
        lastLong = text;
      }
    }
    return stretches.size() <= Sources.MAX_EXTENTS && blocks <= MAX_BLOCKS
        && packed <= Sources.MAX_STREAMED_BLOCKS
        && inOrder;
  }
}
