package dev.bascule.updater.install;

import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.tile.BlockIndex;
import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.TileLayout;
import dev.bascule.image.work.OrderedWork;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * Which blocks of an image a volume holds, wherever they stand in it: found by hashing all of its blocks and looking each up in
 * the image's index. A volume that has nothing in common with the image is not read through; parts of it are looked at before.
 *
 * <p>Nothing here is proof: the index is signed, but its hashes are short, and the volume may change. Tiles that are made of what
 * is found are checked by their own hash.
 *
 * <p>Memory: at most 28 bytes for each block of the image, 7 MiB for the largest that has an index. Work: each block of the
 * volume is hashed once, and looked for in at most {@value #PROBES} places, whatever the index says.
 */
final class LocalBlocks {

  private static final int NONE = -1;
  private static final int PROBES = 64;
  /** One stretch in so many is looked at first. */
  private static final int PROBED = 32;
  /** So large a part of what is looked at must be of the image, or the rest is left alone. */
  private static final int WORTHWHILE_SHARE = 32;

  private final TileLayout layout;
  private final BlockIndex index;
  /** Slots of a hash table: blocks of the image, each hash once. */
  private final int[] slots;
  /** For each block of the image that is in the table, where the volume holds it. */
  private final int[] found;
  private int hits;
  private int looked;

  LocalBlocks(TileLayout layout, BlockIndex index, BitSet missing) {
    this.layout = layout;
    this.index = index;
    this.slots = new int[Integer.highestOneBit(index.blocks()) << 2];
    this.found = new int[index.blocks()];
    Arrays.fill(slots, NONE);
    Arrays.fill(found, NONE);
    missing.stream().forEach(this::want);
  }

  /**
   * Reads a volume through, if a sample of it promises something.
   *
   * @param work threads that read
   */
  void find(Volume volume, OrderedWork<TileWorker, Finding> work) throws IOException {
    int stretch = layout.tileSize();
    long stretches = volume.size() / stretch;
    for (long i = 0; i < stretches; i += PROBED) {
      submit(volume, i * stretch, work);
    }
    work.finish();
    if (hits < looked / WORTHWHILE_SHARE) {
      return;
    }
    for (long i = 0; i < stretches; i++) {
      if (i % PROBED != 0) {
        submit(volume, i * stretch, work);
      }
    }
    work.finish();
  }

  /** Where the volume holds each block of a tile; nothing if it lacks one. */
  Optional<int[]> of(int tile) {
    int first = (int) (layout.offset(tile) / Extent.BLOCK);
    int[] blocks = new int[layout.length(tile) / Extent.BLOCK];
    for (int i = 0; i < blocks.length; i++) {
      int block = lookUp(index.hash(first + i));
      if (block == NONE || found[block] == NONE) {
        return Optional.empty();
      }
      blocks[i] = found[block];
    }
    return Optional.of(blocks);
  }

  /** What a stretch showed, taken note of in order. */
  interface Finding {
    void note();
  }

  private void submit(Volume volume, long offset, OrderedWork<TileWorker, Finding> work)
      throws IOException {
    work.submit(worker -> {
      long[] hashes = readHashes(worker, volume, offset);
      return () -> note((int) (offset / Extent.BLOCK), hashes);
    });
  }

  /** None where the volume cannot be read: what is there is fetched. */
  private long[] readHashes(TileWorker worker, Volume volume, long offset)
      throws InterruptedIOException {
    try {
      long[] hashes = worker.readBlockHashes(volume, offset, layout.tileSize());
      volume.dropCache(offset, layout.tileSize());
      return hashes;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return new long[0];
    }
  }

  private void note(int firstBlock, long[] hashes) {
    for (int i = 0; i < hashes.length; i++) {
      int block = lookUp(hashes[i]);
      if (block != NONE && found[block] == NONE) {
        found[block] = firstBlock + i;
        hits++;
      }
    }
    looked += hashes.length;
  }

  private void want(int tile) {
    int end = (int) (layout.end(tile) / Extent.BLOCK);
    for (int block = (int) (layout.offset(tile) / Extent.BLOCK); block < end; block++) {
      int slot = slot(index.hash(block));
      if (slot != NONE && slots[slot] == NONE) {
        slots[slot] = block;
      }
    }
  }

  /** The block of the image that stands for a hash. */
  private int lookUp(long hash) {
    int slot = slot(hash);
    return slot == NONE ? NONE : slots[slot];
  }

  /** The slot of a hash, or the one that is free for it; none where too many others have the same place. */
  private int slot(long hash) {
    int slot = (int) (hash >>> 32) & (slots.length - 1);
    for (int probe = 0; probe < PROBES; probe++) {
      if (slots[slot] == NONE || index.hash(slots[slot]) == hash) {
        return slot;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return NONE;
  }
}
