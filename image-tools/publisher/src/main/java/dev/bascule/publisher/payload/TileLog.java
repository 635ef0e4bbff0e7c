package dev.bascule.publisher.payload;

import dev.bascule.image.Sha256;
import dev.bascule.image.tile.FormatException;
import dev.bascule.image.tile.Operation;
import dev.bascule.image.tile.OperationTable;
import dev.bascule.image.tile.TileCodec;
import dev.bascule.image.tile.TileLayout;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Encoded tiles on their way into a payload, in a file that a later run can go on with. After 32 bytes that say what is
 * being made, for each tile:
 *
 * <pre>
 *  0  4  length of the operation
 *  4  4  length of the data
 *  8  …  operation, data
 *     4  CRC-32C of all that
 * </pre>
 *
 * <p>Killed: the last tiles may be missing or torn; the next run finds that out by the checksum, and makes them again.
 */
final class TileLog implements Closeable {

  private static final int HEAD = 8;
  private static final int BUFFER = 1 << 16;

  private final FileChannel file;
  private final TileLayout layout;
  private final long baseSize;
  private final List<Operation> operations = new ArrayList<>();
  private final DataOutputStream out;

  /**
   * Opens a log, and keeps what an earlier run left of the same.
   *
   * @param key what is being made: the same key, the same tiles
   * @param baseSize bytes in the volume that operations may be made from
   * @throws IOException also if another process is writing it
   */
  TileLog(Path path, Sha256 key, TileLayout layout, long baseSize) throws IOException {
    this.layout = layout;
    this.baseSize = baseSize;
    this.file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ,
        StandardOpenOption.WRITE);
    try {
      if (file.tryLock() == null) {
        throw new IOException(path + ": another process is making this delta");
      }
      if (!isOf(key)) {
        file.truncate(0);
        file.write(ByteBuffer.wrap(key.bytes()));
      }
      file.truncate(keep());
      file.position(file.size());
      this.out = new DataOutputStream(
          new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** The operations so far, one for each tile from the first one on. */
  List<Operation> operations() {
    return operations;
  }

  /** Adds the next tile. */
  void add(EncodedTile tile) throws IOException {
    byte[] operation = OperationTable.encodeOperation(layout, operations.size(), tile.operation());
    out.writeInt(operation.length);
    out.writeInt(tile.data().length);
    out.write(operation);
    out.write(tile.data());
    out.writeInt(checksum(operation, tile.data()));
    operations.add(tile.operation());
  }

  /** Writes the data of all tiles, one behind the other. */
  void copyData(OutputStream target) throws IOException {
    out.flush();
    try (DataInputStream in = read()) {
      for (int tile = 0; tile < operations.size(); tile++) {
        target.write(readTile(in, tile).data());
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (file) {
      out.flush();
    }
  }

  private boolean isOf(Sha256 key) throws IOException {
    ByteBuffer found = ByteBuffer.allocate(Sha256.LENGTH);
    while (found.hasRemaining()) {
      if (file.read(found, found.position()) < 0) {
        return false;
      }
    }
    return Sha256.of(found.array()).equals(key);
  }

  /** Takes up the tiles that are whole, and tells where they end. */
  private long keep() throws IOException {
    long end = Sha256.LENGTH;
    try (DataInputStream in = read()) {
      while (operations.size() < layout.count()) {
        EncodedTile tile = readTile(in, operations.size());
        end += HEAD
            + OperationTable.encodeOperation(layout, operations.size(), tile.operation()).length
            + tile.data().length + Integer.BYTES;
        operations.add(tile.operation());
      }
    } catch (EOFException | FormatException e) {
      // The end, or where the earlier run was interrupted.
      return end;
    }
    return end;
  }

  private DataInputStream read() throws IOException {
    file.position(Sha256.LENGTH);
    return new DataInputStream(new BufferedInputStream(
        Channels.newInputStream(file), BUFFER)) {
      @Override
      public void close() {
        // The channel is still needed.
      }
    };
  }

  private EncodedTile readTile(DataInputStream in, int tile) throws IOException {
    int operationLength = in.readInt();
    int dataLength = in.readInt();
    if (operationLength < 1 || operationLength > OperationTable.MAX_OPERATION_LENGTH
        || dataLength < 0
        || dataLength > TileCodec.maxFrameLength(layout.tileSize())) {
      throw new FormatException("tile " + tile + ": expected an operation of 1 to "
          + OperationTable.MAX_OPERATION_LENGTH + " bytes and data in bounds, found "
          + operationLength + " and " + dataLength);
    }
    byte[] operation = in.readNBytes(operationLength);
    byte[] data = in.readNBytes(dataLength);
    int found = checksum(operation, data);
    int expected = in.readInt();
    if (found != expected) {
      throw new FormatException(
          "tile " + tile + ": expected the checksum " + expected + ", found " + found);
    }
    Operation decoded =
        OperationTable.decodeOperation(ByteBuffer.wrap(operation), layout, baseSize, tile);
    if (decoded.dataLength() != dataLength) {
      throw new FormatException(
          "tile " + tile + ": expected " + decoded.dataLength() + " bytes, found " + dataLength);
    }
    return new EncodedTile(decoded, data);
  }

  private static int checksum(byte[] operation, byte[] data) {
    CRC32C checksum = new CRC32C();
    checksum.update(ByteBuffer.allocate(HEAD).putInt(operation.length).putInt(data.length).flip());
    checksum.update(operation);
    checksum.update(data);
    return (int) checksum.getValue();
  }
}
