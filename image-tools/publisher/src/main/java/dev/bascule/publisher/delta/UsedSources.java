package dev.bascule.publisher.delta;

import dev.bascule.image.difference.DifferenceEncoder;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.Sources;
import java.util.List;
import java.util.Optional;

/**
 * What a difference makes use of among the sources that were found for a tile: a device pays for each extent with a read of its
 * own.
 *
 * @param sources the extents that stay, without the unused blocks at their ends
 * @param alignment for each byte of the tile the index of its counterpart among them, or {@link DifferenceEncoder#LITERAL}
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record UsedSources(Sources sources, int[] alignment) {

  /** Bytes that an extent has to give: a delta becomes 0.06 % larger for it, and needs a quarter of the reads. */
  static final int LEAST_USED = 160;

  /** Finds it; empty if there is nothing of use. */
  static Optional<UsedSources> of(Sources offered, int[] alignment) {
    int[] runs = offered.extents().stream().mapToInt(Extent::blocks).toArray();
    UsedBlocks used = UsedBlocks.of(runs, alignment, LEAST_USED);
    List<Extent> kept =
        used.parts().stream().map(part -> part(offered.extents(), part)).toList();
    return kept.isEmpty()
        ? Optional.empty()
        : Optional.of(new UsedSources(new Sources(kept), used.alignment()));
  }

  private static Extent part(List<Extent> offered, UsedBlocks.Part part) {
    Extent extent = offered.get(part.run());
    return new Extent(extent.space(), extent.firstBlock() + part.first(), part.blocks());
  }
}
