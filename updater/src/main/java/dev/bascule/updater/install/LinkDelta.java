package dev.bascule.updater.install;

import dev.bascule.image.manifest.ChainLink;
import dev.bascule.image.tile.Operation;
import dev.bascule.image.tile.OperationTable;
import dev.bascule.image.tile.TileLayout;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/**
 * The delta of a release between, whole and verified in memory once it is loaded: its tiles are asked for in any order, and some more
 * than once. {@link dev.bascule.image.manifest.DeltaChain} bounds its length.
 */
final class LinkDelta implements Closeable {

  private final PayloadStream stream;
  private final OperationTable operations;
  private byte[] data = {};

  private LinkDelta(PayloadStream stream, OperationTable operations) {
    this.stream = stream;
    this.operations = operations;
  }

  /** Fetches what it begins with: how each tile of a layout is made. */
  static LinkDelta open(ChainLink link, TileLayout layout, ImageFiles files, Retry retry)
      throws IOException {
    PayloadStream stream = new PayloadStream(files.of(link.version()), link.delta(), retry);
    try {
      return new LinkDelta(stream, TileSource.readOperations(stream, link.delta(), layout));
    } catch (IOException e) {
      stream.close();
      throw e;
    }
  }

  /** Fetches all the rest. */
  void load() throws IOException {
    long from = operations.dataOffset(0);
    stream.wanted().addAll();
    data = stream.read(from, Math.toIntExact(operations.payloadLength() - from));
    stream.close();
  }

  OperationTable operations() {
    return operations;
  }

  /** How a tile is made. */
  Operation operation(int tile) {
    return operations.operation(tile);
  }

  /** The data of a tile's operation. */
  byte[] read(int tile) {
    int from = (int) (operations.dataOffset(tile) - operations.dataOffset(0));
    return Arrays.copyOfRange(data, from, from + operations.operation(tile).dataLength());
  }

  /** Bytes received so far. */
  long fetched() {
    return stream.fetched();
  }

  @Override
  public void close() {
    stream.close();
  }
}
