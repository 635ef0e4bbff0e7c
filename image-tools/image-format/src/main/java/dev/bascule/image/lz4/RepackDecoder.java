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
 * Makes the texts of tiles in which texts are packed by LZ4, as Linux packs its kernel. A tile's data are
 *
 * <pre>
 * for each extent that is read   skipped, first, blocks, number: {@link Unpacking}
 *                                text: its length and its address
 *                                lengths of the difference, of the parts, and of the parts as stored
 *                                the difference that makes the text from what was unpacked
 *                                the parts, as they are or as a zstd frame
 * </pre>
 *
 * <p>The parts make the tile, by a {@link Packer}: by turns some bytes as they are, and a run of sequences that pack the text. Of a run they tell where in the
 * text it may begin, how much later it does, where it ends, how many sequences there are; and then, how many of those
 * are as {@link Parse} has them before each one that is not, with its literals, its match's length less 4, and its distance.
 *
 * <p>Any data end: each sequence makes bytes of the tile, and what packing compares is bounded. Whether the tile is the right one its
 * hash must tell. Memory: what a text is made from, at most {@value #MAX_TEXT} bytes, its columns, and an unpacker's window. One thread uses
 * one.
 */
public final class RepackDecoder implements Closeable {

  /** The longest text that a tile is packed from, and the most that this is made from. */
  public static final int MAX_TEXT = 2 << 20;

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

  /** A decoder that reads what it unpacks from a volume. */
  public RepackDecoder(VolumeReader volume) {
    this.unpacker = new Unpacker(volume);
  }

  /**
   * Makes what a tile is packed from.
   *
   * @param extents what is read, each from the block on in which a packed text begins
   * @param room gives a direct buffer of a length, for what is unpacked
   * @param data the operation's, from the first byte on
   * @param packer receives it
   * @throws MalformedDifferenceException if it is no such tile; what the packer holds then is undefined
   */
  public void decode(List<PackedExtent> extents, IntFunction<ByteBuffer> room, byte[] data,
      int dataLength, Packer packer) throws IOException {
    int headLength = Math.min(
        dataLength, extents.size() * Unpacking.MAX_LENGTH + MAX_REST_OF_HEAD);
    System.arraycopy(data, 0, head.begin(headLength), 0, headLength);
    List<Unpacking> unpackings = readUnpackings(extents.size());
    int[] blocks = unpackings.stream().flatMapToInt(Unpacking::numbers).toArray();
    ByteBuffer source = room.apply(blocks.length * BLOCK);
    for (int i = 0; i < extents.size(); i++) {
      unpack(extents.get(i), unpackings.get(i), source);
    }
    makeText(new DifferenceSource(source.flip(), blocks), data, dataLength, packer);
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

  private void makeText(DifferenceSource source, byte[] data, int dataLength, Packer packer)
      throws MalformedDifferenceException {
    int textLength = head.takeNumber("text", 1, MAX_TEXT);
    byte[] text = packer.text(textLength);
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
    packer.parts()
        .load(frames, FrameDecoder.NOTHING_BEFORE, data, at + differenceLength, stored,
            partsLength);
  }

  @Override
  public void close() {
    differences.close();
    frames.close();
  }
}
