package dev.bascule.updater.install;

import dev.bascule.bootctl.sys.AlignedBuffer;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.Sha256;
import dev.bascule.image.manifest.Verity;
import dev.bascule.image.tile.TileTable;
import dev.bascule.image.verity.VerityLayout;
import dev.bascule.image.verity.VerityParameters;
import dev.bascule.image.verity.VerityTree;
import dev.bascule.image.work.OrderedWork;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/**
 * Reads a synced volume from its medium and proves that it is the signed one: by its hash tree's root if it has
 * one, by every tile's hash otherwise. The hash tree itself is written on the way, and proved by building it a
 * second time from what then stands on the medium.
 */
final class ReadBack {

  private static final int BLOCK = VerityParameters.BLOCK_SIZE;

  private final TileTable table;
  private final Volume volume;
  private final int threads;
  private final LongConsumer progress;

  /**
   * Prepares to read a volume back.
   *
   * @param progress is told bytes done
   */
  ReadBack(TileTable table, Volume volume, int threads, LongConsumer progress) {
    this.table = table;
    this.volume = volume;
    this.threads = threads;
    this.progress = progress;
  }

  /** Checks every tile. */
  void requireTiles() throws IOException {
    readEach(
        (worker, tile) -> worker.readDigest(volume, tile),
        (tile, digest) -> {
          if (!table.matches(tile, digest)) {
            throw notKept("tile " + tile + " at byte " + table.layout().offset(tile),
                table.digest(tile), Sha256.of(digest));
          }
        });
  }

  /**
   * Writes the hash tree behind the data and checks its root hash, twice.
   *
   * <p>Power cut: the tree is there in part; the slot is disabled while it is written.
   *
   * @return bytes of the tree that were written
   */
  long writeTree(Verity verity) throws IOException {
    long treeStart = table.layout().volumeSize();
    TreeBlocks blocks = new TreeBlocks(volume, treeStart);
    VerityTree tree = new VerityTree(verity.parameters(), blocks::writeIfDifferent);
    byte[] salt = verity.parameters().saltBytes();
    readEach(
        (worker, tile) -> worker.readLeaves(volume, tile, salt),
        (tile, leaves) -> tree.add(leaves, leaves.length / Sha256.LENGTH));
    requireRoot("the data", verity, tree.finish());
    volume.sync();
    volume.dropCache(treeStart, verity.areaLength());
    requireRoot("the hash tree", verity, rebuild(verity, blocks));
    return blocks.written;
  }

  /** Builds the tree from the level-0 blocks on the medium, comparing every block with what the medium holds. */
  private Sha256 rebuild(Verity verity, TreeBlocks blocks) throws IOException {
    VerityTree tree = new VerityTree(verity.parameters(), blocks::requireEqual);
    VerityLayout layout = VerityLayout.of(verity.parameters().dataBlocks());
    if (layout.levels() == 0) {
      return verity.rootHash();
    }
    long left = verity.parameters().dataBlocks();
    for (long block = 0; block < layout.blocks(0); block++) {
      int digests = (int) Math.min(VerityLayout.DIGESTS_PER_BLOCK, left);
      tree.add(blocks.read(layout.offset(0, block)), digests);
      left -= digests;
    }
    return tree.finish();
  }

  private void requireRoot(String what, Verity verity, Sha256 found) throws InstallException {
    if (!found.equals(verity.rootHash())) {
      throw notKept(what, verity.rootHash(), found);
    }
  }

  private InstallException notKept(String what, Sha256 expected, Sha256 found) {
    return new InstallException(InstallException.Fault.MEDIUM, volume.name() + ": " + what
        + " read back: expected SHA-256 " + expected + ", found " + found
        + "; the medium did not keep what was written to it. Install again; if it fails again, replace the medium",
        null);
  }

  private void readEach(Reader reader, Judge judge) throws IOException {
    int[] next = {0};
    try (OrderedWork<TileWorker, byte[]> work = new OrderedWork<>(threads,
        () -> new TileWorker(table), result -> {
          int tile = next[0]++;
          judge.accept(tile, result);
          progress.accept(table.layout().offset(tile) + table.layout().length(tile));
        })) {
      for (int tile = 0; tile < table.layout().count(); tile++) {
        int index = tile;
        work.submit(worker -> reader.read(worker, index));
      }
      work.finish();
    }
  }

  private interface Reader {
    byte[] read(TileWorker worker, int tile) throws IOException;
  }

  private interface Judge {
    void accept(int tile, byte[] result) throws IOException;
  }

  /** The hash tree's blocks on the medium. */
  private static final class TreeBlocks {
    private final Volume volume;
    private final long start;
    private final ByteBuffer buffer = AlignedBuffer.allocate(BLOCK);
    private long written;

    TreeBlocks(Volume volume, long start) {
      this.volume = volume;
      this.start = start;
    }

    void writeIfDifferent(long offset, byte[] block) throws IOException {
      if (!holds(offset, block)) {
        volume.write(start + offset, buffer.clear().put(block).flip());
        written += BLOCK;
      }
    }

    void requireEqual(long offset, byte[] block) throws IOException {
      if (!holds(offset, block)) {
        throw new InstallException(InstallException.Fault.MEDIUM, volume.name()
            + ": block at byte " + (start + offset)
            + " of the hash tree is not what was written. Install again; if it fails again, replace the medium",
            null);
      }
    }

    byte[] read(long offset) throws IOException {
      byte[] block = new byte[BLOCK];
      volume.read(start + offset, buffer.clear());
      buffer.flip().get(block);
      return block;
    }

    private boolean holds(long offset, byte[] block) throws IOException {
      volume.read(start + offset, buffer.clear());
      return buffer.flip().mismatch(ByteBuffer.wrap(block)) < 0;
    }
  }
}
