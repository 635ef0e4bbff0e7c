package dev.bascule.updater.install;

import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.image.tile.FormatException;
import dev.bascule.image.tile.Operation;
import dev.bascule.image.work.OrderedWork;
import dev.bascule.updater.install.InstallException.Fault;
import dev.bascule.updater.install.Proof.Finding;
import java.io.Closeable;
import java.io.IOException;
import java.util.BitSet;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes tiles from the payload that was planned, and from the full payload those that a delta cannot make: because the
 * running slot is worn or is not what its record says, or because the delta itself is damaged.
 */
final class TileTransfer implements Closeable {

  private final VolumeImage image;
  private final ImageFiles files;
  private final Volume target;
  private final Retry retry;
  private final WrittenTiles tiles;
  private final IntConsumer progress;
  private final BitSet unmade = new BitSet();
  private @Nullable TileSource delta;
  private @Nullable TileSource full;
  private boolean deltaPlanned;
  private int repaired;
  private long written;
  private long fetched;

  /**
   * Begins a transfer; nothing is fetched yet.
   *
   * @param tiles is told what was written
   * @param progress is told each tile that is there
   */
  TileTransfer(VolumeImage image, ImageFiles files, Volume target, Retry retry, WrittenTiles tiles,
      IntConsumer progress) {
    this.image = image;
    this.files = files;
    this.target = target;
    this.retry = retry;
    this.tiles = tiles;
    this.progress = progress;
  }

  /**
   * Opens the payload of a plan. A delta that is damaged counts as none.
   *
   * @param missing the tiles that are going to be given
   */
  void open(VolumePlan plan, BitSet missing) throws IOException {
    if (plan.delta() == null) {
      full = TileSource.open(image.layout(), plan.full(), files, retry, missing);
      return;
    }
    deltaPlanned = true;
    try {
      delta = TileSource.open(image.layout(), plan.delta(), files, retry, missing);
    } catch (IOException e) {
      requirePayloadAtFault(e);
    }
  }

  /** Begins with a delta that was opened for the tiles that are going to be given; it is closed with this transfer. */
  void begin(TileSource opened) {
    deltaPlanned = true;
    delta = opened;
  }

  /** Gives a tile to be written; tiles in ascending order. */
  void submit(OrderedWork<TileWorker, Finding> work, int tile) throws IOException {
    TileSource chosen = delta;
    if (chosen == null) {
      if (full == null) {
        leave(tile);
      } else {
        submitCertain(work, tile);
      }
      return;
    }
    byte[] data;
    try {
      data = readOrFinish(work, chosen, tile);
    } catch (IOException e) {
      requirePayloadAtFault(e);
      closeDelta();
      leave(tile);
      return;
    }
    Operation operation = chosen.operation(tile);
    work.submit(worker -> {
      boolean made = worker.tryMake(tile, operation, data);
      long bytes = made ? worker.writeMade(target, tile) : 0;
      if (made) {
        tiles.written(tile);
      } else {
        tiles.failed(tile);
      }
      return () -> judge(tile, made, bytes);
    });
  }

  /** Writes from the full payload what could not be made of the tiles that were given so far. All work is finished. */
  void repair(OrderedWork<TileWorker, Finding> work) throws IOException {
    for (int tile = unmade.nextSetBit(0); tile >= 0; tile = unmade.nextSetBit(tile + 1)) {
      if (full == null) {
        full = TileSource.open(image.layout(), VolumePlan.requireFull(image), files, retry, unmade);
      }
      submitCertain(work, tile);
    }
    work.finish();
    unmade.clear();
  }

  /** Tiles that the full payload brought though a delta was planned. */
  int repaired() {
    return repaired;
  }

  /** Bytes written so far. */
  long written() {
    return written;
  }

  /** Bytes received so far. */
  long fetched() {
    return fetched + (delta == null ? 0 : delta.fetched()) + (full == null ? 0 : full.fetched());
  }

  @Override
  public void close() {
    closeDelta();
    TileSource open = full;
    full = null;
    if (open != null) {
      fetched += open.fetched();
      open.close();
    }
  }

  private void submitCertain(OrderedWork<TileWorker, Finding> work, int tile) throws IOException {
    TileSource source = full;
    if (source == null) {
      throw new IllegalStateException("no payload is open");
    }
    byte[] data = readOrFinish(work, source, tile);
    Operation operation = source.operation(tile);
    repaired += deltaPlanned ? 1 : 0;
    work.submit(worker -> {
      worker.make(tile, operation, data);
      long bytes = worker.writeMade(target, tile);
      tiles.written(tile);
      return () -> judge(tile, true, bytes);
    });
  }

  private void judge(int tile, boolean made, long bytes) {
    if (made) {
      written += bytes;
      progress.accept(tile);
    } else {
      unmade.set(tile);
    }
  }

  /** Leaves a tile to the full payload. */
  private void leave(int tile) {
    unmade.set(tile);
    tiles.failed(tile);
  }

  /** Passes on what is no fault of the delta's: the full payload would not come through a broken link either. */
  static void requirePayloadAtFault(IOException e) throws IOException {
    boolean atFault = e instanceof FormatException
        || (e instanceof InstallException failure
            && (failure.fault() == Fault.TAMPERED || failure.fault() == Fault.MISSING));
    if (!atFault) {
      throw e;
    }
  }

  private void closeDelta() {
    TileSource open = delta;
    delta = null;
    if (open != null) {
      fetched += open.fetched();
      open.close();
    }
  }

  /** When the source gives nothing more, what it gave is still written: the next attempt finds it there. */
  private static byte[] readOrFinish(OrderedWork<TileWorker, Finding> work, TileSource source,
      int tile) throws IOException {
    try {
      return source.read(tile);
    } catch (IOException e) {
      try {
        work.finish();
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }
}
