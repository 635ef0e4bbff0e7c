package dev.bascule.updater.install;

import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.Verity;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.image.tile.Operation;
import dev.bascule.image.tile.OperationTable;
import dev.bascule.image.tile.TileLayout;
import dev.bascule.image.tile.TileTable;
import dev.bascule.image.work.OrderedWork;
import dev.bascule.updater.install.InstallProgress.Phase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * Makes one volume of a disabled slot what the manifest says: keeps the tiles that are there, copies those that the
 * running slot has, fetches the others, and reads everything back.
 *
 * <p>Power cut: the volume holds right tiles, wrong ones and torn ones; the next install finds out which.
 */
final class VolumeInstall {

  private final VolumeImage image;
  private final ImageFiles files;
  private final Volume target;
  private final Volume running;
  private final InstallSettings settings;
  private final InstallProgress progress;
  private final TileTable table;
  private final TileLayout layout;
  private final BitSet missing;
  private int copied;
  private long fetched;
  private long written;

  VolumeInstall(VolumeImage image, ImageFiles files, Volume target, Volume running,
      InstallSettings settings, InstallProgress progress) throws IOException {
    this.image = image;
    this.files = files;
    this.target = target;
    this.running = running;
    this.settings = settings;
    this.progress = progress;
    this.table = files.tileTable(image);
    this.layout = image.layout();
    this.missing = new BitSet(layout.count());
    this.fetched = image.tiles().length();
  }

  InstallReport.VolumeReport run() throws IOException {
    HeldTiles tiles = new HeldTiles(table, settings.threads());
    missing.set(0, layout.count());
    missing.andNot(tiles.find(target, done -> advance(Phase.SCAN, done)));
    int held = layout.count() - missing.cardinality();
    if (!missing.isEmpty() && tiles.holdsAny(running, missing)) {
      copyFromRunning();
    }
    int transferred = missing.cardinality();
    if (!missing.isEmpty()) {
      transfer(image.full()
          .orElseThrow(() -> new InstallException(
              InstallException.Fault.DOES_NOT_FIT, "volume " + image.role()
                  + " has no payload of a kind that this version of bascule knows",
              null)));
    }
    proveOnMedium();
    return new InstallReport.VolumeReport(
        image.role(), image.size(), held, copied, transferred, fetched, written);
  }

  private void copyFromRunning() throws IOException {
    int[] candidates = missing.stream()
        .filter(tile -> layout.offset(tile) + layout.length(tile) <= sizeOfRunning())
        .toArray();
    int[] next = {0};
    try (OrderedWork<TileWorker, Long> work = new OrderedWork<>(settings.threads(),
        () -> new TileWorker(table), result -> {
          int tile = candidates[next[0]++];
          if (result >= 0) {
            missing.clear(tile);
            written += result;
            copied++;
          }
          advance(Phase.COPY, layout.offset(tile) + layout.length(tile));
        })) {
      for (int tile : candidates) {
        work.submit(worker -> worker.copy(running, target, tile));
      }
      work.finish();
    }
  }

  private long sizeOfRunning() {
    try {
      return running.size();
    } catch (IOException e) {
      return 0;
    }
  }

  private void transfer(Payload payload) throws IOException {
    int[] tiles = missing.stream().toArray();
    int[] next = {0};
    try (PayloadStream stream = new PayloadStream(files, payload, settings.retry());
        OrderedWork<TileWorker, Long> work = new OrderedWork<>(settings.threads(),
            () -> new TileWorker(table), result -> {
              int tile = tiles[next[0]++];
              written += result;
              advance(Phase.TRANSFER, layout.offset(tile) + layout.length(tile));
            })) {
      try {
        OperationTable operations = readOperations(stream, payload);
        for (int tile : tiles) {
          Operation operation = operations.operation(tile);
          byte[] data = operation.dataLength() == 0
              ? new byte[0]
              : stream.read(operations.dataOffset(tile), operation.dataLength());
          work.submit(worker -> worker.write(target, tile, operation, data));
        }
        work.finish();
      } finally {
        fetched += stream.fetched();
      }
    }
  }

  private OperationTable readOperations(PayloadStream stream, Payload payload) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(stream.read(0, OperationTable.HEADER_LENGTH));
    int length = OperationTable.decodeHeader(header, layout);
    ByteBuffer operations = ByteBuffer.wrap(stream.read(OperationTable.HEADER_LENGTH, length));
    return OperationTable.decode(operations, layout, payload.file().length());
  }

  private void proveOnMedium() throws IOException {
    target.sync();
    target.dropCache(0, image.deviceSize());
    ReadBack readBack = new ReadBack(
        table, target, settings.threads(), done -> advance(Phase.READ_BACK, done));
    Verity verity = image.verity();
    if (verity == null) {
      readBack.requireTiles();
    } else {
      written += readBack.writeTree(verity);
    }
  }

  private void advance(Phase phase, long done) {
    progress.advance(image.role(), phase, done, image.size());
  }
}
