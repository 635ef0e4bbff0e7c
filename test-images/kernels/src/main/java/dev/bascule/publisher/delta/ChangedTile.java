package dev.bascule.publisher.delta;

import dev.bascule.image.difference.DifferenceSource;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.Sources;
import dev.bascule.kernels.Libraries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A tile of the latter release, and what the publisher finds in the former to make it from.
 *
 * @param offset where it begins in its volume
 * @param source what was found for it
 * @param used what of that a difference makes use of
 * @param alignment for each byte its counterpart among the used
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record ChangedTile(byte[] tile, int offset, Sources source, Sources used, int[] alignment) {

  /** All tiles, the first first. */
  static List<ChangedTile> all(byte[] former) throws IOException {
    List<ChangedTile> changed = new ArrayList<>();
    try (RawVolume old = ScratchVolume.of(former)) {
      MatchFinder finder = new MatchFinder(AnchorIndex.of(old, read -> {}), null);
      SourceChoice choice = new SourceChoice(old.blocks());
      Alignment alignment = aligner();
      for (byte[] tile : Libraries.tiles(Libraries.latter())) {
        int offset = changed.size() * Libraries.TILE;
        Sources source = choice.choose(finder.find(tile, offset), offset, tile.length)
            .orElseThrow();
        byte[] bytes = gather(former, source);
        UsedSources used =
            UsedSources.of(source, alignment.of(bytes, bytes.length, tile)).orElseThrow();
        changed.add(
            new ChangedTile(tile, offset, source, used.sources(), used.alignment()));
      }
    }
    return changed;
  }

  /** What aligns tiles with sources. */
  static Alignment aligner() {
    return new Alignment(Libraries.TILE, Sources.MAX_BLOCKS * Extent.BLOCK);
  }

  /** The used blocks as a difference's source, in a direct buffer. */
  DifferenceSource usedSource(byte[] former) {
    return new DifferenceSource(direct(gather(former, used)), used.blocks());
  }

  /** The bytes of some blocks. */
  static byte[] gather(byte[] former, Sources sources) {
    byte[] bytes = new byte[sources.length()];
    int at = 0;
    for (Extent extent : sources.extents()) {
      System.arraycopy(former, (int) extent.offset(), bytes, at, extent.length());
      at += extent.length();
    }
    return bytes;
  }

  /** Bytes outside of the heap. */
  static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
