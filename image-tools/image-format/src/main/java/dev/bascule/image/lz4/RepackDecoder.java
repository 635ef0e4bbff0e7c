package dev.bascule.image.lz4;

import dev.bascule.image.difference.ColumnReader;
import dev.bascule.image.difference.ColumnWriter;
import dev.bascule.image.difference.DifferenceDecoder;
import dev.bascule.image.difference.DifferenceSource;
import dev.bascule.image.difference.FrameDecoder;
import dev.bascule.image.difference.MalformedDifferenceException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Makes tiles of volumes that hold texts packed by LZ4, as Linux packs its kernel. A tile's data are
 *
 * <pre>
 * for each extent that is read   skipped, first, blocks, number: {@link Unpacking}
 *                                text: its length and its address
 *                                lengths of the difference, of the parts, and of the parts as stored
 *                                the difference that makes the text from what was unpacked
 *                                the parts, as they are or as a zstd frame
 * </pre>
 *
 * <p>The parts make the tile: by turns some bytes as they are, and a run of sequences that pack the text. Of a run they tell where in the
 * text it may begin, how much later it does, where it ends, how many sequences there are; and then, how many of those
 * are as {@link Parse} has them before each one that is not, with its literals, its match's length less 4, and its distance.
 *
 * <p>Any data end: each sequence makes bytes of the tile, and what packing compares is bounded. Whether the tile is the right one its
 * hash must tell. Memory: the text and what it is made from, at most {@value #MAX_TEXT} bytes each, that text's columns, and an
 * unpacker's window. One thread uses one.
 */
public final class RepackDecoder implements Closeable {

  /** The longest text that a tile is packed from, and the most that this is made from. */
  public static final int MAX_TEXT = 2 << 20;

  /** The most runs in a tile: one for each packed text that the tile has a part of. */
  static final int MAX_RUNS = 64;
  /** Bytes that may be compared for each byte of the text. Linux takes 9 on average, and 19 where it takes most. */
  private static final int COMPARED_FOR_EACH = 1 << 8;
  /** Five numbers. */
  private static final int MAX_REST_OF_HEAD = 5 * ColumnWriter.MAX_NUMBER;
  private static final int BLOCK = DifferenceSource.BLOCK;
  private static final int MAX_SKIPPED = BLOCK - 1;
  /** Linux is packed in texts of 8 MiB; where a stretch of a longer one begins, as much may have to be unpacked before it. */
  private static final int LAST_BLOCK = (16 << 20) / BLOCK;
  private static final int MAX_BLOCKS = MAX_TEXT / BLOCK;

  private final Unpacker unpacker;
  private final DifferenceDecoder differences = new DifferenceDecoder();
  private final FrameDecoder frames = new FrameDecoder();
  private final ColumnReader head = new ColumnReader("head");
  private final ColumnReader parts = new ColumnReader("parts");
  private final Parse parse = new Parse();
  private byte[] text = {};
  private int textLength;

  /** A decoder that reads what it unpacks from a volume. */
  public RepackDecoder(VolumeReader volume) {
    this.unpacker = new Unpacker(volume);
  }

  /**
   * Makes a tile.
   *
   * @param extents what is read, each from the block on in which a packed text begins
   * @param room gives a direct buffer of a length, for what is unpacked while the tile is made
   * @param data the operation's, from the first byte on
   * @param tile receives the tile from its first byte on
   * @param length bytes to make
   * @throws MalformedDifferenceException if it is no such tile; what the buffers hold then is undefined
   */
  public void decode(List<PackedExtent> extents, IntFunction<ByteBuffer> room, byte[] data,
      int dataLength, byte[] tile, int length) throws IOException {
    int headLength = Math.min(
        dataLength, extents.size() * Unpacking.MAX_LENGTH + MAX_REST_OF_HEAD);
    System.arraycopy(data, 0, head.begin(headLength), 0, headLength);
    List<Unpacking> unpackings = readUnpackings(extents.size());
    int[] blocks = unpackings.stream().flatMapToInt(Unpacking::numbers).toArray();
    ByteBuffer source = room.apply(blocks.length * BLOCK);
    for (int i = 0; i < extents.size(); i++) {
      unpack(extents.get(i), unpackings.get(i), source);
    }
    makeText(new DifferenceSource(source.flip(), blocks), data, dataLength);
    makeTile(tile, length);
  }

  /** Bytes that may be compared for a text of a length. */
  static long comparable(int length) {
    return (long) COMPARED_FOR_EACH * length;
  }

  private List<Unpacking> readUnpackings(int count) throws MalformedDifferenceException {
    List<Unpacking> unpackings = new ArrayList<>();
    int left = MAX_BLOCKS;
    for (int i = 0; i < count; i++) {
      Unpacking unpacking = new Unpacking(
          head.takeNumber("bytes skipped", 0, MAX_SKIPPED),
          head.takeNumber("first block", 0, LAST_BLOCK),
          head.takeNumber("blocks", 1, left),
          head.takeNumber());
      unpackings.add(unpacking);
      left -= unpacking.blocks();
    }
    return unpackings;
  }

  private void unpack(PackedExtent extent, Unpacking wanted, ByteBuffer source)
      throws IOException {
    source.limit(source.position() + wanted.blocks() * BLOCK);
    unpacker.unpack(
        extent.offset() + wanted.skipped(), extent.end(), wanted.first() * BLOCK, source);
  }

  private void makeText(DifferenceSource source, byte[] data, int dataLength)
      throws MalformedDifferenceException {
    textLength = head.takeNumber("text", 1, MAX_TEXT);
    if (text.length < textLength) {
      text = new byte[Math.max(textLength, Math.min(2 * text.length, MAX_TEXT))];
    }
    int address = head.takeNumber();
    int differenceLength = head.takeNumber("difference", 0, dataLength);
    int partsLength = head.takeNumber("parts", 0, MAX_TEXT);
    int stored = head.takeNumber("parts as stored", 0, partsLength);
    int at = head.position();
    if ((long) at + differenceLength + stored != dataLength) {
      throw new MalformedDifferenceException("repacked tile: expected " + (dataLength - at)
          + " bytes, found " + differenceLength + " and " + stored);
    }
    byte[] difference = Arrays.copyOfRange(data, at, at + differenceLength);
    differences.decode(source, address, difference, differenceLength, text, textLength);
    parts.load(frames, FrameDecoder.NOTHING_BEFORE, data, at + differenceLength, stored,
        partsLength);
  }

  private void makeTile(byte[] tile, int length) throws MalformedDifferenceException {
    SequenceWriter out = new SequenceWriter(tile, length);
    parse.allow(comparable(textLength));
    for (int runs = 0; runs <= MAX_RUNS && out.position() < length; runs++) {
      int plain = parts.takeNumber("bytes as they are", 0, length - out.position());
      parts.takeBytes(tile, out.position(), plain);
      out.skip(plain);
      if (out.position() < length) {
        pack(out);
      }
    }
    parts.requireEnd();
    if (out.position() < length) {
      throw new MalformedDifferenceException("parts: expected at most " + MAX_RUNS
          + " runs of sequences, found more");
    }
  }

  private void pack(SequenceWriter out) throws MalformedDifferenceException {
    int first = parts.takeNumber("packed text's beginning", 0, textLength);
    int at = first + parts.takeNumber(
        "first sequence", 0, Math.min(textLength - first, Match.FARTHEST));
    int end = at + parts.takeNumber("packed text's end", 0, textLength - at);
    int left = parts.takeNumber("sequences", 1, textLength);
    parse.begin(text, first, at, end);
    while (left > 0) {
      int right = parts.takeNumber("right sequences", 0, left);
      for (int i = 0; i < right; i++) {
        Match match = parse.next();
        if (match == null) {
          throw new MalformedDifferenceException("packed text: expected " + (left - i)
              + " sequences more from byte " + at + " to " + end + ", found none");
        }
        out.write(text, at, match);
        at = match.end();
      }
      left -= right;
      if (left > 0) {
        parse.next(); // whoever wrote this had guessed as well, and what follows depends on it
        Match match = takeMatch(first, at, end);
        out.write(text, at, match);
        parse.take(match);
        at = match.end();
        left--;
      }
    }
  }

  private Match takeMatch(int first, int at, int end) throws MalformedDifferenceException {
    int start = at + parts.takeNumber("literals", 0, end - at);
    int length = parts.takeNumber("match", 0, end - start - Match.LEAST) + Match.LEAST;
    int distance = parts.takeNumber("distance", 1, Math.min(Match.FARTHEST, start - first));
    return new Match(start, start - distance, length);
  }

  @Override
  public void close() {
    differences.close();
    frames.close();
  }
}
