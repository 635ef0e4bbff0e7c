package dev.bascule.updater.install;

import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.manifest.Verity;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.image.tile.SourceReader;
import dev.bascule.image.tile.TileLayout;
import dev.bascule.image.tile.TileTable;
import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * Looks whether a volume still holds what was signed: each tile as the medium gives it back, then the hash tree. Writes
 * nothing. What the medium cannot read is damaged as well.
 */
public final class VolumeCheck {

  private final VolumeImage image;
  private final TileTable table;
  private final Volume volume;

  /** Is told about each tile. */
  public interface Listener {
    /** A tile was read; the check ends with what this throws. */
    void checked(int tile, int length, boolean right) throws IOException;
  }

  /**
   * A check of a volume that is at least as large as the image needs.
   *
   * @param table the image's own
   */
  public VolumeCheck(VolumeImage image, TileTable table, Volume volume) {
    this.image = image;
    this.table = table;
    this.volume = volume;
  }

  /** Reads the tiles from one on. */
  public void checkTiles(int from, Listener listener) throws IOException {
    TileLayout layout = table.layout();
    try (TileWorker worker =
        new TileWorker(table, new Comparison(false), SourceReader.none())) {
      for (int tile = from; tile < layout.count(); tile++) {
        listener.checked(tile, layout.length(tile), holds(worker, tile));
      }
    }
  }

  /** Whether the hash tree, if the image has one, is the signed one. */
  public boolean treeHolds() throws IOException {
    Verity verity = image.verity();
    if (verity == null) {
      return true;
    }
    try {
      volume.dropCache(image.size(), verity.areaLength());
      TreeProof.require(verity, volume, image.size());
      return true;
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      // Unreadable or wrong: it has to be written anew either way.
      return false;
    }
  }

  private boolean holds(TileWorker worker, int tile) throws IOException {
    try {
      volume.dropCache(table.layout().offset(tile), table.layout().length(tile));
      return table.matches(tile, worker.readDigest(volume, tile));
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      // A sector that cannot be read is not what was signed; writing it anew has the medium replace it.
      return false;
    }
  }
}
