package dev.bascule.publisher.delta;

import dev.bascule.image.difference.DifferenceEncoder;
import dev.bascule.image.difference.FrameEncoder;
import dev.bascule.image.difference.MalformedDifferenceException;
import dev.bascule.image.lz4.PackedRun;
import dev.bascule.image.lz4.RepackDecoder;
import dev.bascule.image.lz4.RepackEncoder;
import dev.bascule.image.lz4.Sequences;
import dev.bascule.image.tile.Operation;
import dev.bascule.publisher.payload.EncodedTile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tile of a packed text by what it says: from texts that are packed in the base, and packed again. One thread uses one; it
 * holds the places of a text's sequences, some 16 MiB.
 */
final class Repacker {

  /**
   * Bytes that a text has to give: a device reads it and unpacks it from its beginning. Of the texts that were found a quarter is left,
   * and a delta is no longer for it.
   */
  private static final int LEAST_USED = 1000;

  private final RawVolume volume;
  private final PackedTexts old;
  private final PackedTexts texts;
  private final MatchFinder finder;
  private final Alignment alignment;
  private final RepackEncoder encoder;
  private @Nullable PackedText read;
  private @Nullable Sequences sequences;

  /**
   * A repacker.
   *
   * @param old the base's texts
   * @param anchors of those
   * @param texts the texts of the volume that the tiles are of
   * @param alignment is used by others between two tiles, as are the encoders
   */
  Repacker(RawVolume volume, PackedTexts old, AnchorIndex anchors, PackedTexts texts,
      Alignment alignment, DifferenceEncoder differences, FrameEncoder frames) {
    this.volume = volume;
    this.old = old;
    this.texts = texts;
    this.finder = new MatchFinder(anchors, null);
    this.alignment = alignment;
    this.encoder = new RepackEncoder(differences, frames);
  }

  /** Whether there is a packed text, or a part of one, in a tile. */
  boolean isFor(int index) {
    long from = volume.layout().offset(index);
    return !texts.in(from, from + volume.layout().length(index)).isEmpty();
  }

  /** Encodes a tile; empty if it has no whole sequence of a packed text, or nothing like it is in the base. */
  Optional<EncodedTile> encode(int index, byte[] tile) throws IOException {
    long from = volume.layout().offset(index);
    List<PackedRun> runs = new ArrayList<>();
    long begin = -1;
    long end = 0;
    for (PackedText text : texts.in(from, from + tile.length)) {
      Optional<PackedRun> run = sequences(text).within(from, from + tile.length);
      if (run.isPresent()) {
        begin = begin < 0 ? text.from() + run.get().first() : begin;
        end = text.from() + run.get().end();
        if (end - begin > RepackDecoder.MAX_TEXT) {
          return Optional.empty();
        }
        runs.add(run.get().moved((int) (text.from() - begin)));
      }
    }
    return runs.isEmpty() ? Optional.empty() : encode(tile, runs, begin, (int) (end - begin));
  }

  private Optional<EncodedTile> encode(byte[] tile, List<PackedRun> runs, long begin, int length)
      throws IOException {
    byte[] text = new byte[length];
    texts.content().read(begin, text, 0, length);
    Optional<TextSource> source = TextSource.find(old, finder.find(text, begin), begin);
    if (source.isEmpty()) {
      return Optional.empty();
    }
    TextSource found = source.get();
    UsedBlocks used =
        UsedBlocks.of(found.runs(), align(found.bytes(), text), LEAST_USED);
    if (used.parts().isEmpty()) {
      return Optional.empty();
    }
    TextSource from = found.only(used.parts());
    try {
      return encoder
          .encode(from.unpackings(), from.asSource(), text, (int) begin, used.alignment(), tile,
              runs)
          .map(data -> new EncodedTile(
              new Operation.Repack(from.extents(), data.length), data));
    } catch (MalformedDifferenceException e) {
      return Optional.empty(); // packing it would take more than a device gives it
    }
  }

  /** For each byte of a text its counterpart in a source, found for as much at once as a tile is long. */
  private int[] align(byte[] source, byte[] text) {
    int[] aligned = new int[text.length];
    int most = volume.layout().tileSize();
    for (int at = 0; at < text.length; at += most) {
      byte[] piece = Arrays.copyOfRange(text, at, Math.min(text.length, at + most));
      System.arraycopy(
          alignment.of(source, source.length, piece), 0, aligned, at, piece.length);
    }
    return aligned;
  }

  private Sequences sequences(PackedText text) throws IOException {
    Sequences known = sequences;
    if (known == null || !text.equals(read)) {
      known = Sequences.read(volume::read, text.packed(), text.packedEnd());
      sequences = known;
      read = text;
    }
    return known;
  }
}
