package dev.bascule.updater.install;

import dev.bascule.image.manifest.Payload;
import dev.bascule.image.tile.Operation;
import dev.bascule.image.tile.OperationTable;
import dev.bascule.image.tile.TileLayout;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** Tiles as a payload brings them: an operation and its verified data for each, in ascending order. */
final class TileSource implements Closeable {

  private final PayloadStream stream;
  private final OperationTable operations;

  private TileSource(PayloadStream stream, OperationTable operations) {
    this.stream = stream;
    this.operations = operations;
  }

  /**
   * Opens a payload that makes a volume of a layout, and reads its operations.
   *
   * @param tiles those that are going to be read; others can be, each by a request of its own
   */
  static TileSource open(TileLayout layout, Payload payload, ImageFiles files, Retry retry,
      BitSet tiles) throws IOException {
    PayloadStream stream = new PayloadStream(files, payload, retry);
    try {
      if (tiles.cardinality() == layout.count()) {
        stream.wanted().addAll();
      }
      OperationTable operations = readOperations(stream, payload, layout);
      tiles.stream()
          .forEach(tile -> stream.wanted()
              .add(operations.dataOffset(tile), operations.operation(tile).dataLength()));
      return new TileSource(stream, operations);
    } catch (IOException e) {
      stream.close();
      throw e;
    }
  }

  OperationTable operations() {
    return operations;
  }

  /** How a tile is made. */
  Operation operation(int tile) {
    return operations.operation(tile);
  }

  /** Reads the data of a tile's operation; tiles in ascending order but for a few. */
  byte[] read(int tile) throws IOException {
    int length = operations.operation(tile).dataLength();
    return length == 0 ? new byte[0] : stream.read(operations.dataOffset(tile), length);
  }

  /** Bytes received so far. */
  long fetched() {
    return stream.fetched();
  }

  @Override
  public void close() {
    stream.close();
  }

  /** Reads what a payload of a volume of a layout begins with. */
  static OperationTable readOperations(
      PayloadStream stream, Payload payload, TileLayout layout) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(stream.read(0, OperationTable.HEADER_LENGTH));
    int length = OperationTable.decodeHeader(header, layout);
    stream.wanted().add(0, OperationTable.HEADER_LENGTH + (long) length);
    ByteBuffer operations = ByteBuffer.wrap(stream.read(OperationTable.HEADER_LENGTH, length));
    return OperationTable.decode(
        operations, layout, payload.baseSize(), payload.file().length());
  }
}
