package dev.bascule.updater.install;

import dev.bascule.image.tile.Extent;
import dev.bascule.image.tile.Operation;
import dev.bascule.image.tile.OperationTable;
import dev.bascule.image.tile.TileLayout;
import dev.bascule.image.tile.TilePart;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often the tiles of a volume between would be made, if none were kept. It is counted from the operations alone, before an
 * install by a chain begins: a tile is made of parts of some four others, each of these of four others again, and a few releases on
 * the work has no end.
 *
 * <p>Whoever reads from the volume {@link #begin begins} and {@link #ask asks}; after the last {@link #made} adds up what that comes to here,
 * and asks the volume below.
 */
final class AskedTiles {

  /** Copies of copies that are followed; {@link VirtualVolume} follows fewer. */
  private static final int DEEPEST = 16;

  private final OperationTable operations;
  private final TileLayout layout;
  private final @Nullable AskedTiles below;
  private final double[] times;
  private final int[] lastReader;
  private int reader;
  private double readers;

  /**
   * Nothing is asked yet.
   *
   * @param below the volume that this one is made of, or null for one that is on the medium
   */
  AskedTiles(OperationTable operations, @Nullable AskedTiles below) {
    this.operations = operations;
    this.layout = operations.layout();
    this.below = below;
    this.times = new double[layout.count()];
    this.lastReader = new int[layout.count()];
  }

  /**
   * Somebody reads who needs each tile once.
   *
   * @param howOften he does so
   */
  void begin(double howOften) {
    reader++;
    readers = howOften;
    if (below != null) {
      below.begin(howOften);
    }
  }

  /** Asks for an extent of the volume. */
  void ask(Extent extent) {
    ask(extent, 0);
  }

  /** How many tiles are made in all, here and below. */
  double made() {
    // Tiles are made of earlier ones of their own volume.
    for (int tile = times.length - 1; tile >= 0; tile--) {
      if (times[tile] > 0) {
        askForSources(tile);
      }
    }
    return Arrays.stream(times).sum() + (below == null ? 0 : below.made());
  }

  private void askForSources(int tile) {
    begin(times[tile]);
    for (Extent source : operations.operation(tile).extents()) {
      pass(source, 0);
    }
  }

  private void ask(Extent extent, int depth) {
    for (TilePart part : layout.parts(extent.offset(), extent.length())) {
      int tile = part.tile();
      if (operations.operation(tile) instanceof Operation.Copy copy && depth < DEEPEST) {
        copy.sources().part(part).forEach(source -> pass(source, depth + 1));
      } else if (lastReader[tile] != reader) {
        lastReader[tile] = reader;
        times[tile] += readers;
      }
    }
  }

  private void pass(Extent extent, int depth) {
    if (extent.space() == Extent.Space.NEW) {
      ask(extent, depth);
    } else if (below != null) {
      below.ask(extent, 0);
    }
  }
}
