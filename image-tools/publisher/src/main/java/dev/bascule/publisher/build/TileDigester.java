package dev.bascule.publisher.build;

import dev.bascule.image.Sha256;
import dev.bascule.image.tile.BlockIndex;
import dev.bascule.image.verity.VerityParameters;
import dev.bascule.image.verity.VerityTree;
import java.io.Closeable;
import org.jspecify.annotations.Nullable;

/** Takes a tile's digest, and its blocks' for the hash tree. Any thread uses any digester. */
final class TileDigester implements Closeable {

  private final byte @Nullable [] veritySalt;

  /**
   * A digester for one volume.
   *
   * @param veritySalt the hash tree's salt, or null for a volume without a tree
   */
  TileDigester(byte @Nullable [] veritySalt) {
    this.veritySalt = veritySalt;
  }

  /**
   * A tile's digests.
   *
   * @param leaves the digests of the tile's blocks for the hash tree; empty without one
   * @param hashes what each block begins to hash to
   */
  @SuppressWarnings("ArrayRecordComponent") // handed from one thread to the next, never compared
  record TileDigests(Sha256 digest, byte[] leaves, int blocks, long[] hashes) {}

  TileDigests digest(byte[] tile) {
    Sha256 digest = Sha256.digest(tile);
    byte[] leaves = leaves(tile);
    return new TileDigests(digest, leaves, leaves.length / Sha256.LENGTH,
        BlockIndex.hashes(Sha256.newDigest(), tile, tile.length));
  }

  private byte[] leaves(byte[] tile) {
    if (veritySalt == null) {
      return new byte[0];
    }
    byte[] leaves = new byte[tile.length / VerityParameters.BLOCK_SIZE * Sha256.LENGTH];
    VerityTree.leafDigests(Sha256.newDigest(), veritySalt, tile, tile.length, leaves);
    return leaves;
  }

  @Override
  public void close() {
    // Nothing is held; the work that runs digesters closes them all the same.
  }
}
