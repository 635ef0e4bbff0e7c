package dev.bascule.publisher.delta;

import dev.bascule.image.difference.DifferenceSource;
import dev.bascule.image.lz4.RepackDecoder;
import dev.bascule.image.lz4.Unpacking;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.Sources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What of the base's packed texts a text is made from. Of long texts, as a kernel's, it is one stretch, so that a device
 * unpacks little more than it needs: they can be unpacked from their beginnings only, and a kernel's parts stand in the same order in the next.
 * Of short ones, as a file system's, it is the best pieces.
 *
 * @param extents the blocks of the base in which the texts of the stretch are packed
 * @param unpackings what is needed of each of these texts
 * @param bytes what they unpack to
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record TextSource(Sources extents, List<Unpacking> unpackings, byte[] bytes) {

  /**
   * Finds it.
   *
   * @param matches of the text with the base's texts, the best first
   * @param begin where the text begins among those of its volume
   * @return nothing if there is nothing like it, or more would have to be unpacked for it than a device does
   */
  static Optional<TextSource> find(PackedTexts old, List<Match> matches, long begin)
      throws IOException {
    TextStretches chosen = new TextStretches();
    for (Match match : matches) {
      chosen.add(old, begin + match.start() + match.distance(),
          begin + match.end() + match.distance());
    }
    return chosen.isUsable() ? Optional.of(of(old, chosen)) : Optional.empty();
  }

  /** Blocks of each of its texts. */
  int[] runs() {
    return unpackings.stream().mapToInt(Unpacking::blocks).toArray();
  }

  /** So much of it; at least one part. */
  TextSource only(List<UsedBlocks.Part> parts) {
    List<Extent> kept = new ArrayList<>();
    List<Unpacking> needed = new ArrayList<>();
    ByteArrayOutputStream made = new ByteArrayOutputStream();
    int[] runs = runs();
    for (UsedBlocks.Part part : parts) {
      int run = part.run();
      int before = IntStream.of(runs).limit(run).sum();
      made.write(
          bytes, (before + part.first()) * Extent.BLOCK, part.blocks() * Extent.BLOCK);
      kept.add(extents.extents().get(run));
      needed.add(unpackings.get(run).part(part.first(), part.blocks()));
    }
    return new TextSource(new Sources(kept), needed, made.toByteArray());
  }

  /** It as a difference's source. */
  DifferenceSource asSource() {
    int[] numbers = unpackings.stream().flatMapToInt(Unpacking::numbers).toArray();
    return new DifferenceSource(ByteBuffer.wrap(bytes), numbers);
  }

  private static TextSource of(PackedTexts old, TextStretches chosen) throws IOException {
    List<Extent> extents = new ArrayList<>();
    List<Unpacking> unpackings = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.allocate(RepackDecoder.MAX_TEXT);
    for (TextStretch stretch : chosen.all()) {
      PackedText text = stretch.text();
      extents.add(text.extent());
      unpackings.add(new Unpacking((int) (text.packed() % Extent.BLOCK),
          (int) (stretch.first() - text.firstBlock()), stretch.blocks(),
          (int) stretch.first()));
      bytes.limit(bytes.position() + stretch.blocks() * Extent.BLOCK);
      old.content().read(stretch.first() * Extent.BLOCK, bytes);
    }
    byte[] read = new byte[bytes.flip().limit()];
    bytes.get(read);
    return new TextSource(new Sources(extents), unpackings, read);
  }
}
