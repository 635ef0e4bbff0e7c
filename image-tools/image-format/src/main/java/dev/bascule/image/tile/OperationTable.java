package dev.bascule.image.tile;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The head of a payload: one operation per tile of the volume, in tile order. The operations' data follows in the
 * same order, without gaps.
 *
 * <pre>
 *  0  8  "BASCPAYL"
 *  8  2  format version, 1
 * 10  2  zero
 * 12  4  tile size in bytes
 * 16  8  volume size in bytes
 * 24  4  length of the operations in bytes
 * 28  …  operations: a code, then what the table below says, all variable-length integers
 *          0  zero
 *          1  copy: sources
 *          2  full: the data's length; a zstd frame
 *          3  prefix: sources, the data's length; a zstd frame that continues the sources
 *          4  difference: sources, the data's length
 *
 *        sources: their number, and for each
 *          blocks × 2, plus 1 if they are this volume's own (earlier tiles) and not the base's
 *          the first block's distance from where it was expected, × 2, or × −2 − 1 below zero;
 *            expected is the tile's own first block, then the end of the source before
 * </pre>
 *
 * Integers are big-endian; a variable-length integer has seven bits to a byte, lowest first, the top bit saying
 * that more follow, and no padding. A payload is only ever read through {@link SegmentReader}: no byte of it is
 * parsed before its segment's signed hash was right.
 */
public final class OperationTable {

  /** Bytes before the operations. */
  public static final int HEADER_LENGTH = 28;

  /** The most bytes that one operation takes. */
  public static final int MAX_OPERATION_LENGTH = OperationWriter.MAX_LENGTH;

  private static final byte[] MAGIC = {'B', 'A', 'S', 'C', 'P', 'A', 'Y', 'L'};
  private static final short FORMAT = 1;

  private final TileLayout layout;
  private final Operation[] operations;
  private final long[] offsets;

  private OperationTable(TileLayout layout, Operation[] operations, int headLength) {
    this.layout = layout;
    this.operations = operations;
    this.offsets = new long[operations.length + 1];
    offsets[0] = headLength;
    for (int tile = 0; tile < operations.length; tile++) {
      offsets[tile + 1] = offsets[tile] + operations[tile].dataLength();
    }
  }

  /** A table of one operation per tile. */
  public static OperationTable of(TileLayout layout, List<Operation> operations) {
    if (operations.size() != layout.count()) {
      throw new IllegalArgumentException(
          "expected " + layout.count() + " operations, found " + operations.size());
    }
    Operation[] copy = operations.toArray(new Operation[0]);
    return new OperationTable(layout, copy, HEADER_LENGTH + encodeOperations(layout, copy).length);
  }

  /**
   * Reads a header and tells how long the operations after it are.
   *
   * @param header the payload's first {@value #HEADER_LENGTH} bytes
   * @param layout what the signed manifest says of the volume
   */
  public static int decodeHeader(ByteBuffer header, TileLayout layout) throws FormatException {
    byte[] magic = new byte[MAGIC.length];
    header.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new FormatException("payload: does not begin with BASCPAYL");
    }
    short format = header.getShort();
    if (format != FORMAT) {
      throw FormatException.wrong("payload format", FORMAT, format);
    }
    short reserved = header.getShort();
    if (reserved != 0) {
      throw FormatException.wrong("payload bytes 10 and 11", 0, reserved);
    }
    int tileSize = header.getInt();
    TileLayout found = TileTable.layout(header.getLong(), tileSize);
    if (!found.equals(layout)) {
      throw FormatException.wrong("payload's volume", layout, found);
    }
    int length = header.getInt();
    if (length < layout.count() || length > (long) layout.count() * OperationWriter.MAX_LENGTH) {
      throw FormatException.wrong("payload's operations",
          "1 to " + OperationWriter.MAX_LENGTH + " bytes for each of " + layout.count() + " tiles",
          length + " bytes");
    }
    return length;
  }

  /**
   * Reads the operations.
   *
   * @param operations exactly the bytes that the header announced
   * @param baseSize bytes in the base volume, 0 for a payload without one
   * @param payloadLength the payload's signed length, which the data must fill
   */
  public static OperationTable decode(ByteBuffer operations, TileLayout layout, long baseSize,
      long payloadLength) throws FormatException {
    int headLength = HEADER_LENGTH + operations.remaining();
    OperationReader reader = new OperationReader(operations, layout, baseSize);
    Operation[] decoded = new Operation[layout.count()];
    for (int tile = 0; tile < decoded.length; tile++) {
      decoded[tile] = reader.read(tile);
    }
    if (operations.hasRemaining()) {
      throw FormatException.wrong(
          "bytes after the last operation", 0, operations.remaining());
    }
    OperationTable table = new OperationTable(layout, decoded, headLength);
    if (table.payloadLength() != payloadLength) {
      throw FormatException.wrong("payload length", payloadLength, table.payloadLength());
    }
    return table;
  }

  /** One tile's operation as it stands in a table. */
  public static byte[] encodeOperation(TileLayout layout, int tile, Operation operation) {
    OperationWriter writer = new OperationWriter(layout);
    writer.write(tile, operation);
    return writer.bytes();
  }

  /**
   * Reads one tile's operation.
   *
   * @param operation exactly its bytes
   */
  public static Operation decodeOperation(ByteBuffer operation, TileLayout layout, long baseSize,
      int tile) throws FormatException {
    Operation decoded = new OperationReader(operation, layout, baseSize).read(tile);
    if (operation.hasRemaining()) {
      throw FormatException.wrong(
          "bytes after the operation of tile " + tile, 0, operation.remaining());
    }
    return decoded;
  }

  /** Header and operations: all of the payload before the data. */
  public byte[] encode() {
    byte[] encoded = encodeOperations(layout, operations);
    return ByteBuffer.allocate(HEADER_LENGTH + encoded.length)
        .put(MAGIC)
        .putShort(FORMAT)
        .putShort((short) 0)
        .putInt(layout.tileSize())
        .putLong(layout.volumeSize())
        .putInt(encoded.length)
        .put(encoded)
        .array();
  }

  /** How the volume is cut. */
  public TileLayout layout() {
    return layout;
  }

  /** How a tile is made. */
  public Operation operation(int tile) {
    return operations[tile];
  }

  /** Where a tile's data begins in the payload; it ends where the next tile's begins. */
  public long dataOffset(int tile) {
    return offsets[tile];
  }

  /** The whole payload's length in bytes. */
  public long payloadLength() {
    return offsets[operations.length];
  }

  private static byte[] encodeOperations(TileLayout layout, Operation[] operations) {
    OperationWriter writer = new OperationWriter(layout);
    for (int tile = 0; tile < operations.length; tile++) {
      writer.write(tile, operations[tile]);
    }
    return writer.bytes();
  }
}
