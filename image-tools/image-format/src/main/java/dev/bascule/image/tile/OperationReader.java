package dev.bascule.image.tile;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads operations, and refuses those that reach outside of what a tile may be made from. */
final class OperationReader {

  private final ByteBuffer in;
  private final TileLayout layout;
  private final long baseSize;

  OperationReader(ByteBuffer in, TileLayout layout, long baseSize) {
    this.in = in;
    this.layout = layout;
    this.baseSize = baseSize;
  }

  Operation read(int tile) throws FormatException {
    if (!in.hasRemaining()) {
      throw FormatException.wrong("operations", layout.count(), tile);
    }
    byte code = in.get();
    return switch (code) {
      case OperationWriter.ZERO -> new Operation.Zero();
      case OperationWriter.COPY -> copy(tile);
      case OperationWriter.FULL -> new Operation.Full(dataLength(tile));
      case OperationWriter.PREFIX ->
        new Operation.Prefix(sources(tile, Sources.MAX_BLOCKS), dataLength(tile));
      case OperationWriter.DIFFERENCE -> new Operation.Difference(
          sources(tile, Sources.MAX_BLOCKS), dataLength(tile));
      case OperationWriter.REPACK -> repack(tile);
      default -> throw FormatException.wrong("operation code of tile " + tile, "0 to 5", code);
    };
  }

  private Operation copy(int tile) throws FormatException {
    Sources sources = sources(tile, Sources.MAX_BLOCKS);
    if (sources.length() != layout.length(tile)) {
      throw FormatException.wrong(
          "copied bytes of tile " + tile, layout.length(tile), sources.length());
    }
    return new Operation.Copy(sources);
  }

  private Operation repack(int tile) throws FormatException {
    Sources sources = sources(tile, Sources.MAX_STREAMED_BLOCKS);
    if (sources.extents().stream().anyMatch(extent -> extent.space() == Extent.Space.NEW)) {
      throw FormatException.wrong("packed sources of tile " + tile, "of the base", "its own");
    }
    return new Operation.Repack(sources, dataLength(tile));
  }

  private int dataLength(int tile) throws FormatException {
    int length = integer(tile);
    if (length < 1 || length > TileCodec.maxFrameLength(layout.tileSize())) {
      throw FormatException.wrong("data length of tile " + tile,
          "1 to " + TileCodec.maxFrameLength(layout.tileSize()), length);
    }
    return length;
  }

  private Sources sources(int tile, int most) throws FormatException {
    int count = integer(tile);
    if (count < 1 || count > Sources.MAX_EXTENTS) {
      throw FormatException.wrong(
          "extents of tile " + tile, "1 to " + Sources.MAX_EXTENTS, count);
    }
    List<Extent> extents = new ArrayList<>();
    long expected = layout.offset(tile) / Extent.BLOCK;
    int room = most;
    for (int i = 0; i < count; i++) {
      Extent extent = extent(tile, expected, room);
      extents.add(extent);
      expected = extent.endBlock();
      room -= extent.blocks();
    }
    return new Sources(extents);
  }

  private Extent extent(int tile, long expected, int room) throws FormatException {
    int length = integer(tile);
    Extent.Space space = (length & 1) == 0 ? Extent.Space.OLD : Extent.Space.NEW;
    int blocks = length >>> 1;
    if (blocks < 1 || blocks > room) {
      throw FormatException.wrong("blocks of tile " + tile, "1 to " + room, blocks);
    }
    int zigzag = integer(tile);
    long first = expected + ((zigzag >>> 1) ^ -(zigzag & 1));
    long limit = space == Extent.Space.OLD ? baseSize : layout.offset(tile);
    if (first < 0 || first + blocks > limit / Extent.BLOCK) {
      throw FormatException.wrong("source of tile " + tile,
          "blocks below " + limit / Extent.BLOCK + " of " + space, first + " and "
              + (blocks - 1) + " more");
    }
    return new Extent(space, first, blocks);
  }

  private int integer(int tile) throws FormatException {
    long value = 0;
    for (int shift = 0; shift < 35 && in.hasRemaining(); shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        if (value > Integer.MAX_VALUE || (next == 0 && shift > 0)) {
          break;
        }
        return (int) value;
      }
    }
    throw new FormatException(
        "operation of tile " + tile + ": not a variable-length integer of 31 bits");
  }
}
