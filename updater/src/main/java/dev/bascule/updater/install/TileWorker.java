package dev.bascule.updater.install;

import dev.bascule.bootctl.sys.AlignedBuffer;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.Sha256;
import dev.bascule.image.tile.BlockIndex;
import dev.bascule.image.tile.Operation;
import dev.bascule.image.tile.TileCodec;
import dev.bascule.image.tile.TileTable;
import dev.bascule.image.verity.VerityTree;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** What one thread needs to read, check, make and write tiles: three buffers of a tile, a digest and a codec. */
final class TileWorker implements Closeable {

  private static final int BLOCK = 4096;

  private final TileTable table;
  private final Comparison comparison;
  private final TileCodec codec;
  private final MessageDigest digest = Sha256.newDigest();
  private final byte[] tile;
  private final ByteBuffer medium;
  private final ByteBuffer wanted;
  private boolean zero;

  /**
   * A worker for one thread.
   *
   * @param codec makes tiles, for this thread alone, and is closed with the worker
   */
  TileWorker(TileTable table, Comparison comparison, TileCodec codec) {
    this.table = table;
    this.comparison = comparison;
    this.codec = codec;
    this.tile = new byte[table.layout().tileSize()];
    this.medium = AlignedBuffer.allocate(tile.length);
    this.wanted = AlignedBuffer.allocate(tile.length);
  }

  /** The SHA-256 of what a volume holds at a tile's place. */
  byte[] readDigest(Volume volume, int index) throws IOException {
    int length = readTile(volume, index);
    digest.update(tile, 0, length);
    return digest.digest();
  }

  /** The hash tree's leaves for what a volume holds at a tile's place. */
  byte[] readLeaves(Volume volume, int index, byte[] salt) throws IOException {
    int length = readTile(volume, index);
    byte[] leaves = new byte[length / BLOCK * Sha256.LENGTH];
    VerityTree.leafDigests(digest, salt, tile, length, leaves);
    return leaves;
  }

  /**
   * Makes a tile from its operation and checks it.
   *
   * @throws InstallException if the tile is not the signed one
   */
  void make(int index, Operation operation, byte[] data) throws IOException {
    byte[] found = makeDigest(index, operation, data);
    if (!table.matches(index, found)) {
      throw new InstallException(InstallException.Fault.TAMPERED, "tile " + index
          + " made by the signed payload: expected SHA-256 " + table.digest(index) + ", found "
          + Sha256.of(found) + "; the image was published wrong or this machine's memory fails",
          null);
    }
  }

  /** The same for a tile that may come out wrong: what it is made from may be worn, or not what it was taken for. */
  boolean tryMake(int index, Operation operation, byte[] data) throws InterruptedIOException {
    try {
      return table.matches(index, makeDigest(index, operation, data));
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      // Whatever the reason, the full payload makes the tile without what failed here.
      return false;
    }
  }

  /**
   * Writes what differs of the tile that was made last and found right.
   *
   * @return bytes written
   */
  long writeMade(Volume target, int index) throws IOException {
    return writeDiffering(target, index, table.layout().length(index));
  }

  private byte[] makeDigest(int index, Operation operation, byte[] data) throws IOException {
    int length = table.layout().length(index);
    codec.decode(operation, table.layout().offset(index), data, tile, length);
    zero = operation instanceof Operation.Zero;
    digest.update(tile, 0, length);
    return digest.digest();
  }

  /**
   * Copies a tile from the same place of another volume, if that holds it.
   *
   * @return bytes written, or -1 if the other volume holds something else; nothing was written then
   */
  long copy(Volume source, Volume target, int index) throws IOException {
    int length = readTile(source, index);
    zero = false;
    digest.update(tile, 0, length);
    return table.matches(index, digest.digest()) ? writeDiffering(target, index, length) : -1;
  }

  /** What the blocks of a stretch begin to hash to, at most a tile's length. */
  long[] readBlockHashes(Volume volume, long offset, int length) throws IOException {
    volume.read(offset, medium.clear().limit(length));
    medium.flip().get(tile, 0, length);
    return BlockIndex.hashes(digest, tile, length);
  }

  /**
   * Puts a tile together from blocks of another volume, if it comes out right.
   *
   * @param blocks the number of each block there
   * @return bytes written, or -1 if it is not the signed tile; nothing was written then
   */
  long assemble(Volume source, Volume target, int index, int[] blocks) throws IOException {
    int length = table.layout().length(index);
    try {
      gather(source, blocks);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return -1;
    }
    zero = false;
    digest.update(tile, 0, length);
    return table.matches(index, digest.digest()) ? writeDiffering(target, index, length) : -1;
  }

  private void gather(Volume source, int[] blocks) throws IOException {
    for (int from = 0, to; from < blocks.length; from = to) {
      for (to = from + 1; to < blocks.length && blocks[to] == blocks[to - 1] + 1;) {
        to++;
      }
      int bytes = (to - from) * BLOCK;
      source.read((long) blocks[from] * BLOCK, medium.clear().limit(bytes));
      medium.flip().get(tile, from * BLOCK, bytes);
    }
  }

  @Override
  public void close() {
    codec.close();
  }

  private int readTile(Volume volume, int index) throws IOException {
    int length = table.layout().length(index);
    volume.read(table.layout().offset(index), medium.clear().limit(length));
    medium.flip().get(tile, 0, length);
    return length;
  }

  /** Zeros need no writing where the medium takes their blocks back. */
  private boolean deallocate(Volume target, long offset, int length) throws IOException {
    boolean done = zero && target.deallocate(offset, length);
    if (done) {
      comparison.deallocated(length);
    }
    return done;
  }

  /** Writes the runs of blocks that the target does not hold already. */
  private long writeDiffering(Volume target, int index, int length) throws IOException {
    long offset = table.layout().offset(index);
    wanted.clear().put(tile, 0, length).flip();
    if (!comparison.wanted(index)) {
      if (deallocate(target, offset, length)) {
        return 0;
      }
      target.write(offset, wanted);
      return length;
    }
    target.read(offset, medium.clear().limit(length));
    medium.flip();
    if (nextDifferent(0, length) < length && deallocate(target, offset, length)) {
      return 0;
    }
    long written = writeRuns(target, offset, length);
    comparison.compared(length, written);
    return written;
  }

  private long writeRuns(Volume target, long offset, int length) throws IOException {
    long written = 0;
    int from = nextDifferent(0, length);
    while (from < length) {
      int to = nextEqual(from, length);
      target.write(offset + from, wanted.limit(to).position(from));
      wanted.clear();
      written += to - from;
      from = nextDifferent(to, length);
    }
    return written;
  }

  /** The first block at or after a position that differs, or the length. */
  private int nextDifferent(int from, int length) {
    int mismatch = wanted.slice(from, length - from).mismatch(medium.slice(from, length - from));
    return mismatch < 0 ? length : (from + mismatch) / BLOCK * BLOCK;
  }

  /** The first block after a position that is equal, or the length. */
  private int nextEqual(int from, int length) {
    int at = from;
    while (at < length && wanted.slice(at, BLOCK).mismatch(medium.slice(at, BLOCK)) >= 0) {
      at += BLOCK;
    }
    return Math.min(at, length);
  }
}
