package dev.bascule.image.lz4;

import dev.bascule.image.difference.ColumnWriter;
import dev.bascule.image.difference.DifferenceEncoder;
import dev.bascule.image.difference.DifferenceSource;
import dev.bascule.image.difference.FrameEncoder;
import dev.bascule.image.difference.MalformedDifferenceException;
import java.util.List;
import java.util.Optional;

/** Writes tiles that {@link RepackDecoder} reads. One thread uses one. */
public final class RepackEncoder {

  private final DifferenceEncoder differences;
  private final FrameEncoder frames;
  private final Parse parse = new Parse();

  /** An encoder that has others to itself while it makes a tile. */
  public RepackEncoder(DifferenceEncoder differences, FrameEncoder frames) {
    this.differences = differences;
    this.frames = frames;
  }

  /**
   * Writes a tile.
   *
   * @param unpackings what the source is, one for each extent
   * @param source what was unpacked
   * @param text what the tile is packed from
   * @param address where the text begins among those of its volume, the lowest 32 bits of it
   * @param alignment for each byte of the text the index of its counterpart in the source, or {@link
   *     DifferenceEncoder#LITERAL}
   * @param runs what of the tile packs the text, in order
   * @return nothing if no device would take it
   */
  public Optional<byte[]> encode(List<Unpacking> unpackings, DifferenceSource source, byte[] text,
      int address, int[] alignment, byte[] tile, List<PackedRun> runs)
      throws MalformedDifferenceException {
    Optional<byte[]> difference = differences.encode(source, address, text, alignment);
    if (difference.isEmpty() || runs.size() > Packer.MAX_RUNS) {
      return Optional.empty();
    }
    ColumnWriter data = new ColumnWriter();
    for (Unpacking unpacking : unpackings) {
      data.putNumber(unpacking.skipped());
      data.putNumber(unpacking.first());
      data.putNumber(unpacking.blocks());
      data.putNumber(unpacking.number());
    }
    byte[] parts = parts(text, tile, runs);
    byte[] stored = frames.encodeIfShorter(parts);
    data.putNumber(text.length);
    data.putNumber(address);
    data.putNumber(difference.get().length);
    data.putNumber(parts.length);
    data.putNumber(stored.length);
    data.putBytes(difference.get(), 0, difference.get().length);
    data.putBytes(stored, 0, stored.length);
    return Optional.of(data.bytes());
  }

  private byte[] parts(byte[] text, byte[] tile, List<PackedRun> runs)
      throws MalformedDifferenceException {
    ColumnWriter parts = new ColumnWriter();
    parse.allow(Packer.comparable(text.length));
    int at = 0;
    for (PackedRun run : runs) {
      putPlain(parts, tile, at, run.tileFrom());
      putRun(parts, text, run);
      at = run.tileTo();
    }
    if (at < tile.length) {
      putPlain(parts, tile, at, tile.length);
    }
    return parts.bytes();
  }

  private static void putPlain(ColumnWriter parts, byte[] tile, int from, int to) {
    parts.putNumber(to - from);
    parts.putBytes(tile, from, to - from);
  }

  private void putRun(ColumnWriter parts, byte[] text, PackedRun run)
      throws MalformedDifferenceException {
    parts.putNumber(run.first());
    parts.putNumber(run.from() - run.first());
    parts.putNumber(run.end() - run.from());
    parts.putNumber(run.matches().size());
    parse.begin(text, run.first(), run.from(), run.end());
    int right = 0;
    int at = run.from();
    for (Match match : run.matches()) {
      if (match.equals(parse.next())) {
        right++;
      } else {
        parts.putNumber(right);
        parts.putNumber(match.start() - at);
        parts.putNumber(match.length() - Match.LEAST);
        parts.putNumber(match.distance());
        parse.take(match);
        right = 0;
      }
      at = match.end();
    }
    if (right > 0) {
      parts.putNumber(right);
    }
  }
}
