package dev.bascule.updater.install;

import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.manifest.Verity;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.image.tile.BlockIndex;
import dev.bascule.image.tile.Repacking;
import dev.bascule.image.tile.SourceReader;
import dev.bascule.image.tile.TileCodec;
import dev.bascule.image.tile.TileLayout;
import dev.bascule.image.tile.TileTable;
import dev.bascule.image.work.OrderedWork;
import dev.bascule.updater.install.InstallProgress.Phase;
import dev.bascule.updater.install.Proof.Finding;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes one volume of a disabled slot what the manifest says: keeps the tiles that are there, copies those that the
 * running slot has, fetches the others, and reads everything back.
 *
 * <p>Power cut: the volume holds right tiles, wrong ones and torn ones; the next install finds out which.
 */
final class VolumeInstall {

  private static final int LOOKED_AT_AGAIN = 32;

  private final VolumeImage image;
  private final ImageFiles files;
  private final Volume target;
  private final Volume running;
  private final InstallSettings settings;
  private final InstallProgress progress;
  private final TileTable table;
  private final TileLayout layout;
  private final BitSet missing;
  private VolumePlan plan;
  private @Nullable Chain chain;
  private Repacking repacking;
  private Comparison comparison = new Comparison(true);
  private WrittenTiles writtenTiles;
  private int copied;
  private int repaired;
  private long toWrite;
  private long writtenTo;
  private long fetched;
  private long written;

  VolumeInstall(VolumeImage image, VolumePlan plan, ImageFiles files, Volume target,
      Volume running, InstallSettings settings, InstallProgress progress) throws IOException {
    this.image = image;
    this.plan = plan;
    this.files = files;
    this.target = target;
    this.running = running;
    this.settings = settings;
    this.progress = progress;
    this.table = files.tileTable(image);
    this.layout = image.layout();
    this.missing = new BitSet(layout.count());
    this.repacking = new Repacking(base());
    this.writtenTiles = new WrittenTiles(layout, missing);
    this.fetched = image.tiles().length();
  }

  InstallReport.VolumeReport run() throws IOException {
    HeldTiles tiles = new HeldTiles(table, settings.threads());
    missing.set(0, layout.count());
    missing.andNot(tiles.find(target, done -> advance(Phase.SCAN, done)));
    int held = layout.count() - missing.cardinality();
    comparison = new Comparison(held > 0);
    layChain();
    if (plan.delta() == null && !missing.isEmpty()) {
      if (tiles.holdsAny(running, missing)) {
        copyFromRunning();
      }
      assembleFromRunning();
    }
    int transferred = missing.cardinality();
    toWrite = missing.isEmpty() ? 0 : layout.end(missing.length() - 1);
    writtenTiles = new WrittenTiles(layout, missing);
    Proof proof = proof();
    repacking = new Repacking(base());
    try {
      transferAndProve(proof);
    } finally {
      repacking.close();
      leaveChain();
    }
    written += proof.finish();
    requireNothingOverwritten();
    return new InstallReport.VolumeReport(
        image.role(), image.size(), held, copied, transferred, repaired, fetched, written,
        comparison.deallocated());
  }

  private void copyFromRunning() throws IOException {
    int[] candidates = missing.stream()
        .filter(tile -> layout.end(tile) <= sizeOfRunning())
        .toArray();
    int[] next = {0};
    try (OrderedWork<TileWorker, Long> work = new OrderedWork<>(settings.threads(),
        this::worker, result -> {
          int tile = candidates[next[0]++];
          if (result >= 0) {
            missing.clear(tile);
            written += result;
            copied++;
          }
          advance(Phase.COPY, layout.end(tile));
        })) {
      for (int tile : candidates) {
        work.submit(worker -> worker.copy(running, target, tile));
      }
      work.finish();
    }
  }

  /** Makes tiles of blocks that the running slot has at other places, if the image comes with an index of its blocks. */
  private void assembleFromRunning() throws IOException {
    Optional<BlockIndex> index = readIndex();
    if (index.isEmpty()) {
      return;
    }
    LocalBlocks blocks = new LocalBlocks(layout, index.get(), missing);
    try (OrderedWork<TileWorker, LocalBlocks.Finding> work = new OrderedWork<>(
        settings.threads(), this::worker, LocalBlocks.Finding::note)) {
      blocks.find(running, work);
      for (int tile : missing.stream().toArray()) {
        Optional<int[]> sources = blocks.of(tile);
        if (sources.isPresent()) {
          work.submit(worker -> {
            long bytes = worker.assemble(running, target, tile, sources.get());
            return () -> judgeAssembled(tile, bytes);
          });
        }
      }
      work.finish();
    }
  }

  private void judgeAssembled(int tile, long bytes) {
    if (bytes >= 0) {
      missing.clear(tile);
      written += bytes;
      copied++;
    }
    advance(Phase.COPY, layout.end(tile));
  }

  /** The index of the image's blocks; one that is damaged or not there counts as none. */
  private Optional<BlockIndex> readIndex() throws IOException {
    Payload payload = image.blocks().orElse(null);
    if (payload == null || missing.isEmpty()
        || !BlockIndex.fits(image.size())
        || payload.file().length() != BlockIndex.encodedLength(image.size())) {
      return Optional.empty();
    }
    try (PayloadStream stream = new PayloadStream(files, payload, settings.retry())) {
      try {
        stream.wanted().addAll();
        byte[] bytes = stream.read(0, (int) payload.file().length());
        return Optional.of(BlockIndex.decode(bytes, image.size()));
      } catch (IOException e) {
        TileTransfer.requirePayloadAtFault(e);
        return Optional.empty();
      } finally {
        fetched += stream.fetched();
      }
    }
  }

  private long sizeOfRunning() {
    try {
      return running.size();
    } catch (IOException e) {
      return 0;
    }
  }

  private Proof proof() throws IOException {
    Verity verity = image.verity();
    return verity == null
        ? new TileProof(table, target)
        : new TreeProof(verity, target, layout.volumeSize());
  }

  /**
   * Writes what is missing, and reads back each stretch of tiles, synced, while the next one is written: the medium and
   * the processors work at the same time.
   */
  private void transferAndProve(Proof proof) throws IOException {
    try (TileTransfer transfer = new TileTransfer(
        image, files, target, settings.retry(), writtenTiles,
        tile -> advance(Phase.TRANSFER, layout.end(tile)));
        OrderedWork<TileWorker, Finding> work = new OrderedWork<>(
            settings.threads(), this::worker, Finding::judge)) {
      if (chain != null) {
        transfer.begin(chain.last());
      } else if (!missing.isEmpty()) {
        transfer.open(plan, missing);
      }
      Stretch before = Stretch.NONE;
      Stretch now = Stretch.first(layout.count(), settings.stretch());
      while (!before.isEmpty() || !now.isEmpty()) {
        settings.beforeStretch().run();
        int steps = Math.max(before.length(), now.length());
        for (int step = 0; step < steps; step++) {
          for (int tile = now.at(step, steps); tile < now.at(step + 1, steps); tile++) {
            if (missing.get(tile)) {
              transfer.submit(work, tile);
            }
          }
          for (int tile = before.at(step, steps); tile < before.at(step + 1, steps); tile++) {
            submitProof(work, proof, tile);
          }
        }
        work.finish();
        transfer.repair(work);
        sync(now);
        before = now;
        now = now.next(layout.count(), settings.stretch());
      }
      fetched += transfer.fetched();
      written += transfer.written();
      repaired = transfer.repaired();
    }
  }

  private void submitProof(OrderedWork<TileWorker, Finding> work, Proof proof, int tile)
      throws IOException {
    OrderedWork.Piece<TileWorker, Finding> piece = proof.read(tile);
    work.submit(worker -> {
      Finding finding = piece.run(worker);
      return () -> {
        finding.judge();
        advance(Phase.READ_BACK, layout.end(tile));
      };
    });
  }

  private void sync(Stretch stretch) throws IOException {
    if (!stretch.isEmpty()) {
      target.sync();
      long from = layout.offset(stretch.from());
      target.dropCache(from, layout.end(stretch.to() - 1) - from);
    }
  }

  /**
   * A medium that is smaller than it says writes what is at its end over what is at its beginning. Tiles that were right
   * when they were read back are looked at once more, some of them all over.
   */
  private void requireNothingOverwritten() throws IOException {
    target.sync();
    TileProof proof = new TileProof(table, target);
    try (TileWorker worker = worker()) {
      for (int tile = 0; tile < layout.count(); tile += LOOKED_AT_AGAIN) {
        target.dropCache(layout.offset(tile), layout.length(tile));
        proof.require(tile, worker.readDigest(target, tile));
      }
    }
  }

  /** What the delta was made against. */
  private SourceReader base() {
    return chain == null ? new SlotReader(running) : chain.base();
  }

  private TileWorker worker() {
    SourceReader sources = new SlotSources(base(), new SlotReader(target), writtenTiles);
    return new TileWorker(table, comparison, new TileCodec(sources, repacking));
  }

  /** Lays the chain that was planned; gives it up for the full payload, before anything is written, where it is damaged or too much work. */
  private void layChain() throws IOException {
    Payload last = plan.delta();
    if (last == null || plan.links().isEmpty() || missing.isEmpty()) {
      return;
    }
    boolean laid = false;
    try {
      Chain found = new Chain(plan.links(), last, layout, missing, files, settings.retry());
      chain = found;
      laid = found.lay(new SlotReader(running), missing);
    } catch (IOException e) {
      TileTransfer.requirePayloadAtFault(e);
    } finally {
      if (!laid) {
        leaveChain();
      }
    }
    if (!laid) {
      plan = plan.withoutDelta();
      progress.replanned(plan);
    }
  }

  private void leaveChain() {
    Chain left = chain;
    chain = null;
    if (left != null) {
      left.close();
      fetched += left.fetched();
    }
  }

  /** Tells how far it is; of what is read back beside what is written further on, nothing. */
  private void advance(Phase phase, long done) {
    if (phase == Phase.TRANSFER) {
      writtenTo = done;
    } else if (phase == Phase.READ_BACK && done <= writtenTo && writtenTo < toWrite) {
      return;
    }
    progress.advance(image.role(), phase, done, image.size());
  }
}
