package dev.bascule.updater.install;

import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.tile.Repacking;
import dev.bascule.image.tile.SourceReader;
import dev.bascule.image.tile.TileCodec;
import dev.bascule.image.tile.TileTable;
import dev.bascule.image.work.OrderedWork;
import java.io.IOException;
import java.util.BitSet;
import java.util.function.LongConsumer;

/**
 * Which of an image's tiles a volume holds at their place, found by hashing what is there: the slot's own content is
 * the only state of an interrupted install, and it cannot be wrong about itself.
 *
 * <p>A volume that holds nothing of an image is not read through: the first tiles, which an interrupted install has
 * written, and tiles spread over the rest are looked at before.
 */
final class HeldTiles {

  private static final int PROBED_AT_FRONT = 4;
  private static final int PROBED_ELSEWHERE = 32;

  private final TileTable table;
  private final int threads;

  HeldTiles(TileTable table, int threads) {
    this.table = table;
    this.threads = threads;
  }

  /**
   * The tiles that a volume of at least the image's size holds.
   *
   * @param progress is told bytes done
   */
  BitSet find(Volume volume, LongConsumer progress) throws IOException {
    BitSet held = new BitSet(table.layout().count());
    BitSet all = new BitSet(table.layout().count());
    all.set(0, table.layout().count());
    if (!holdsAny(volume, all)) {
      return held;
    }
    int[] next = {0};
    try (OrderedWork<TileWorker, Boolean> work = new OrderedWork<>(threads,
        this::worker, matches -> {
          int tile = next[0]++;
          held.set(tile, matches);
          progress.accept(table.layout().end(tile));
        })) {
      for (int tile = 0; tile < table.layout().count(); tile++) {
        int index = tile;
        work.submit(worker -> table.matches(index, worker.readDigest(volume, index)));
      }
      work.finish();
    }
    return held;
  }

  /** Whether a sample of some tiles finds one that the volume holds. */
  boolean holdsAny(Volume volume, BitSet tiles) throws IOException {
    int[] candidates = tiles.stream().toArray();
    try (TileWorker worker = worker()) {
      for (int i = 0; i < Math.min(candidates.length, PROBED_AT_FRONT); i++) {
        if (holds(worker, volume, candidates[i])) {
          return true;
        }
      }
      for (int i = 0; i < PROBED_ELSEWHERE && candidates.length > PROBED_AT_FRONT; i++) {
        if (holds(worker, volume,
            candidates[(int) ((long) candidates.length * i / PROBED_ELSEWHERE)])) {
          return true;
        }
      }
      return false;
    }
  }

  /** A worker that only reads. */
  private TileWorker worker() {
    SourceReader none = SourceReader.none();
    return new TileWorker(
        table, new Comparison(false), new TileCodec(none, new Repacking(none)));
  }

  private boolean holds(TileWorker worker, Volume volume, int tile) throws IOException {
    return table.layout().end(tile) <= volume.size()
        && table.matches(tile, worker.readDigest(volume, tile));
  }
}
