package dev.bascule.updater.install;

import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.Sha256;
import dev.bascule.image.manifest.Verity;
import dev.bascule.image.verity.VerityLayout;
import dev.bascule.image.verity.VerityTree;
import dev.bascule.image.work.OrderedWork;
import java.io.IOException;

/**
 * A volume with a hash tree is proved by the signed root hash. The tree is built from the data as it is read back, and
 * written behind it; then it is built a second time from the level-0 blocks that the medium gives back, and every
 * other block is compared with what the medium holds.
 *
 * <p>Power cut: the tree is there in part; the slot is disabled while it is written.
 */
final class TreeProof implements Proof {

  private final Verity verity;
  private final Volume volume;
  private final TreeBlocks blocks;
  private final VerityTree tree;
  private final byte[] salt;

  /** Refuses a tree on the medium that is not the signed one. Writes nothing. */
  static void require(Verity verity, Volume volume, long dataSize) throws IOException {
    TreeBlocks blocks = new TreeBlocks(volume, dataSize, verity.areaLength());
    Sha256 root = rebuild(verity, blocks);
    if (!root.equals(verity.rootHash())) {
      throw TileProof.notKept(volume, "the hash tree", verity.rootHash(), root);
    }
  }

  /** Begins a tree: its superblock is written at once. */
  TreeProof(Verity verity, Volume volume, long dataSize) throws IOException {
    this.verity = verity;
    this.volume = volume;
    this.blocks = new TreeBlocks(volume, dataSize, verity.areaLength());
    this.tree = new VerityTree(verity.parameters(), blocks::writeIfDifferent);
    this.salt = verity.parameters().saltBytes();
  }

  @Override
  public OrderedWork.Piece<TileWorker, Finding> read(int tile) {
    return worker -> {
      byte[] leaves = worker.readLeaves(volume, tile, salt);
      return () -> tree.add(leaves, leaves.length / Sha256.LENGTH);
    };
  }

  @Override
  public long finish() throws IOException {
    requireRoot("the data", tree.finish());
    blocks.sync();
    requireRoot("the hash tree", rebuild(verity, blocks));
    return blocks.written();
  }

  /** The root hash of the level-0 blocks on the medium; every other block there must be the one that follows from them. */
  private static Sha256 rebuild(Verity verity, TreeBlocks blocks) throws IOException {
    VerityTree second = new VerityTree(verity.parameters(), blocks::requireEqual);
    VerityLayout layout = VerityLayout.of(verity.parameters().dataBlocks());
    if (layout.levels() == 0) {
      return verity.rootHash();
    }
    long left = verity.parameters().dataBlocks();
    for (long block = 0; block < layout.blocks(0); block++) {
      int digests = (int) Math.min(VerityLayout.DIGESTS_PER_BLOCK, left);
      second.add(blocks.read(layout.offset(0, block)), digests);
      left -= digests;
    }
    return second.finish();
  }

  private void requireRoot(String what, Sha256 found) throws InstallException {
    if (!found.equals(verity.rootHash())) {
      throw TileProof.notKept(volume, what, verity.rootHash(), found);
    }
  }
}
