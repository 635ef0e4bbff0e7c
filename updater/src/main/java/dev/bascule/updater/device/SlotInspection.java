package dev.bascule.updater.device;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.image.tile.TileTable;
import dev.bascule.updater.file.DurableFile;
import dev.bascule.updater.install.ImageFiles;
import dev.bascule.updater.install.InstallProgress;
import dev.bascule.updater.install.InstallProgress.Phase;
import dev.bascule.updater.install.Installer;
import dev.bascule.updater.install.SlotVolumes;
import dev.bascule.updater.install.VolumeCheck;
import dev.bascule.updater.slot.ScrubPoint;
import dev.bascule.updater.slot.SlotRecords.SlotRecord;
import dev.bascule.updater.slot.StoredTables;
import dev.bascule.updater.source.Bandwidth;
import dev.bascule.updater.update.Scrub;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Reads a slot at leisure, and repairs it by what installs images: tiles from the running slot where it holds them, the others
 * from the repository. How far the reading came is written down now and then; a scrub that was ended goes on from there.
 */
final class SlotInspection implements Scrub.Inspection {

  private static final int TILES_BETWEEN_POINTS = 256;

  private final SlotVolumes volumes;
  private final StoredTables files;
  private final Path records;
  private final String model;
  private final Bandwidth rate;
  private final Installer installer;
  private final InstallProgress progress;
  private int damaged;

  /**
   * Inspects slots.
   *
   * @param files the repository's, with the tables that are kept
   * @param records where points are written down
   */
  SlotInspection(SlotVolumes volumes, StoredTables files, Path records, String model,
      Bandwidth rate,
      Installer installer, InstallProgress progress) {
    this.volumes = volumes;
    this.files = files;
    this.records = records;
    this.model = model;
    this.rate = rate;
    this.installer = installer;
    this.progress = progress;
  }

  @Override
  public int inspect(Slot slot, SlotRecord held) throws IOException {
    Path file = point(slot);
    Optional<ScrubPoint> point = ScrubPoint.read(file, held.ref().digest());
    damaged = point.map(ScrubPoint::damaged).orElse(0);
    boolean before = point.isPresent();
    for (VolumeImage image : held.manifest().volumes()) {
      boolean here = before && point.orElseThrow().role().equals(image.role());
      if (before && !here) {
        continue;
      }
      before = false;
      inspect(slot, held, image, here ? point.orElseThrow().tile() : 0);
    }
    DurableFile.delete(file);
    return damaged;
  }

  @Override
  public void repair(Slot slot, SlotRecord held) throws IOException {
    // Without a delta: what the running slot holds is copied, and needs no network.
    installer.install(held.manifest(), imageFiles(held), slot, null, progress);
  }

  /** Forgets how far a scrub of a slot came. */
  void restart(Slot slot) throws IOException {
    DurableFile.delete(point(slot));
  }

  private void inspect(Slot slot, SlotRecord held, VolumeImage image, int from)
      throws IOException {
    try (Volume volume = volumes.open(slot, image.role(), Access.READ)) {
      VolumeCheck check = new VolumeCheck(image, volume);
      if (files.has(image.tiles())) {
        TileTable table = imageFiles(held).tileTable(image);
        check.readTiles(from, (tile, length, digest) -> {
          damaged += table.matches(tile, digest) ? 0 : 1;
          if ((tile + 1) % TILES_BETWEEN_POINTS == 0) {
            new ScrubPoint(held.ref().digest(), image.role(), tile + 1, damaged)
                .write(point(slot));
          }
          took(image, tile, length);
        });
      } else {
        damaged += inspectWithoutTable(held, image, check);
      }
      damaged += check.treeHolds() ? 0 : 1;
    }
  }

  /**
   * A whole volume makes the signed table itself. Of a damaged one, the repository's table tells which tiles are wrong; where
   * there is none to be had, it counts as one.
   */
  private int inspectWithoutTable(SlotRecord held, VolumeImage image, VolumeCheck check)
      throws IOException {
    TileTable found = check.readTable((tile, length, _) -> took(image, tile, length));
    if (check.isSigned(found)) {
      files.keep(image.tiles(), found.encode());
      return 0;
    }
    try {
      TileTable signed = imageFiles(held).tileTable(image);
      return (int) IntStream.range(0, image.layout().count())
          .filter(tile -> !signed.digest(tile).equals(found.digest(tile)))
          .count();
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return 1;
    }
  }

  private void took(VolumeImage image, int tile, int length) throws IOException {
    progress.advance(image.role(), Phase.SCAN, image.layout().end(tile), image.size());
    rate.take(length);
  }

  private ImageFiles imageFiles(SlotRecord held) {
    return new ImageFiles(files, ImageManifest.directory(model, held.manifest().version()));
  }

  private Path point(Slot slot) {
    return records.resolve(slot + ".scrub.json");
  }
}
