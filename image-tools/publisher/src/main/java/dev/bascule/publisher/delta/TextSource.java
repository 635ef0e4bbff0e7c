package dev.bascule.publisher.delta;

import dev.bascule.image.difference.DifferenceSource;
import dev.bascule.image.lz4.RepackDecoder;
import dev.bascule.image.lz4.Unpacking;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.Sources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The stretch of the base's packed texts that a text is made from. It is one stretch, so that a device unpacks little more than it
 * needs: a kernel's parts stand in the same order in the next.
 *
 * @param extents the blocks of the base in which the texts of the stretch are packed
 * @param unpackings what is needed of each of these texts
 * @param bytes what they unpack to
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record TextSource(Sources extents, List<Unpacking> unpackings, byte[] bytes) {

  private static final int MAX_BLOCKS = RepackDecoder.MAX_TEXT / Extent.BLOCK;

  /**
   * Finds it.
   *
   * @param matches of the text with the base's texts, the best first
   * @param begin where the text begins among those of its volume
   * @return nothing if there is nothing like it, or more would have to be unpacked for it than a device does
   */
  static Optional<TextSource> find(PackedTexts old, List<Match> matches, long begin)
      throws IOException {
    long from = Long.MAX_VALUE;
    long to = 0;
    for (Match match : matches) {
      long first = Math.min(from, (begin + match.start() + match.distance()) / Extent.BLOCK);
      long end = Math.max(to,
          Math.ceilDiv(begin + match.end() + match.distance(), Extent.BLOCK));
      if (end - first <= MAX_BLOCKS) {
        from = first;
        to = end;
      }
    }
    List<PackedText> texts = old.ofBlocks(from, to);
    int packed = texts.stream().mapToInt(text -> text.extent().blocks()).sum();
    return texts.isEmpty() || texts.size() > Sources.MAX_EXTENTS
        || packed > Sources.MAX_STREAMED_BLOCKS
            ? Optional.empty()
            : Optional.of(of(old, texts, from, to));
  }

  /** It as a difference's source. */
  DifferenceSource asSource() {
    int[] numbers = unpackings.stream().flatMapToInt(Unpacking::numbers).toArray();
    return new DifferenceSource(ByteBuffer.wrap(bytes), numbers);
  }

  private static TextSource of(PackedTexts old, List<PackedText> texts, long from, long to)
      throws IOException {
    List<Extent> extents = new ArrayList<>();
    List<Unpacking> unpackings = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.allocate(RepackDecoder.MAX_TEXT);
    for (PackedText text : texts) {
      long first = Math.max(from, text.firstBlock());
      int blocks = (int) (Math.min(to, text.endBlock()) - first);
      extents.add(text.extent());
      unpackings.add(new Unpacking((int) (text.packed() % Extent.BLOCK),
          (int) (first - text.firstBlock()), blocks, (int) first));
      bytes.limit(bytes.position() + blocks * Extent.BLOCK);
      old.content().read(first * Extent.BLOCK, bytes);
    }
    byte[] read = new byte[bytes.flip().limit()];
    bytes.get(read);
    return new TextSource(new Sources(extents), unpackings, read);
  }
}
