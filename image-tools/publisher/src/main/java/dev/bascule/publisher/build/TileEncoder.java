package dev.bascule.publisher.build;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.bascule.image.Sha256;
import dev.bascule.image.tile.Operation;
import dev.bascule.image.verity.VerityParameters;
import dev.bascule.image.verity.VerityTree;
import java.io.Closeable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds the smallest operation for a tile, and its digests. One thread uses one encoder. */
final class TileEncoder implements Closeable {

  private final ZstdCompressCtx zstd = new ZstdCompressCtx();
  private final byte @Nullable [] veritySalt;

  /**
   * An encoder for one volume.
   *
   * @param level zstd's, 1 to 22
   * @param veritySalt the hash tree's salt, or null for a volume without a tree
   */
  TileEncoder(int level, byte @Nullable [] veritySalt) {
    this.veritySalt = veritySalt;
    zstd.setLevel(level);
    zstd.setChecksum(false);
    zstd.setContentSize(false);
    zstd.setDictID(false);
  }

  /**
   * A tile as the payload will hold it.
   *
   * @param leaves the digests of the tile's blocks for the hash tree; empty without one
   */
  @SuppressWarnings("ArrayRecordComponent") // handed from one thread to the next, never compared
  record EncodedTile(
      Operation operation, byte[] data, Sha256 digest, byte[] leaves, int blocks) {}

  EncodedTile encode(byte[] tile) {
    Sha256 digest = Sha256.digest(tile);
    byte[] leaves = leaves(tile);
    int blocks = leaves.length / Sha256.LENGTH;
    if (isZero(tile)) {
      return new EncodedTile(new Operation.Zero(), new byte[0], digest, leaves, blocks);
    }
    byte[] frame = zstd.compress(tile);
    return new EncodedTile(new Operation.Full(frame.length), frame, digest, leaves, blocks);
  }

  private byte[] leaves(byte[] tile) {
    if (veritySalt == null) {
      return new byte[0];
    }
    byte[] leaves = new byte[tile.length / VerityParameters.BLOCK_SIZE * Sha256.LENGTH];
    VerityTree.leafDigests(Sha256.newDigest(), veritySalt, tile, tile.length, leaves);
    return leaves;
  }

  private static boolean isZero(byte[] tile) {
    return tile[0] == 0 && Arrays.equals(tile, 0, tile.length - 1, tile, 1, tile.length);
  }

  @Override
  public void close() {
    zstd.close();
  }
}
