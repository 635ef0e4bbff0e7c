package dev.bascule.image.tile;

import java.io.ByteArrayOutputStream;

/** Writes operations as {@link OperationReader} reads them. */
final class OperationWriter {

  static final byte ZERO = 0;
  static final byte COPY = 1;
  static final byte FULL = 2;
  static final byte PREFIX = 3;
  static final byte DIFFERENCE = 4;
  static final byte REPACK = 5;

  private static final int INTEGER = 5;

  /** The most bytes that one operation takes. */
  static final int MAX_LENGTH = 1 + INTEGER + Sources.MAX_EXTENTS * 2 * INTEGER + INTEGER;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final TileLayout layout;

  OperationWriter(TileLayout layout) {
    this.layout = layout;
  }

  void write(int tile, Operation operation) {
    switch (operation) {
      case Operation.Zero zero -> out.write(ZERO);
      case Operation.Copy copy -> {
        out.write(COPY);
        write(tile, copy.sources());
      }
      case Operation.Full full -> {
        out.write(FULL);
        write(full.dataLength());
      }
      case Operation.Prefix prefix -> {
        out.write(PREFIX);
        write(tile, prefix.sources());
        write(prefix.dataLength());
      }
      case Operation.Difference difference -> {
        out.write(DIFFERENCE);
        write(tile, difference.sources());
        write(difference.dataLength());
      }
      case Operation.Repack repack -> {
        out.write(REPACK);
        write(tile, repack.sources());
        write(repack.dataLength());
      }
    }
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  private void write(int tile, Sources sources) {
    write(sources.extents().size());
    long expected = layout.offset(tile) / Extent.BLOCK;
    for (Extent extent : sources.extents()) {
      write(extent.blocks() << 1 | (extent.space() == Extent.Space.OLD ? 0 : 1));
      int distance = Math.toIntExact(extent.firstBlock() - expected);
      write(distance << 1 ^ distance >> 31);
      expected = extent.endBlock();
    }
  }

  private void write(int value) {
    int rest = value;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
