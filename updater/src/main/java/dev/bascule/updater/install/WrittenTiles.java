package dev.bascule.updater.install;

import dev.bascule.image.tile.TileLayout;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.BitSet;

/**
 * Which tiles of the volume being written are there, for those that are made from them. A tile waits for earlier ones
 * only, and those were begun before it: nothing can wait for each other.
 */
final class WrittenTiles {

  private final TileLayout layout;
  private final BitSet pending;
  private final BitSet failed = new BitSet();

  /**
   * Begins to follow.
   *
   * @param missing the tiles that are still to be written
   */
  WrittenTiles(TileLayout layout, BitSet missing) {
    this.layout = layout;
    this.pending = (BitSet) missing.clone();
  }

  /** A tile is there, verified. */
  synchronized void written(int tile) {
    pending.clear(tile);
    failed.clear(tile);
    notifyAll();
  }

  /** A tile could not be made, and what needs it cannot be made either. */
  synchronized void failed(int tile) {
    pending.clear(tile);
    failed.set(tile);
    notifyAll();
  }

  /**
   * Waits until a range of the volume is there.
   *
   * @throws IOException if it will not be
   */
  synchronized void await(long offset, int length) throws IOException {
    int last = layout.at(offset + length - 1);
    for (int tile = layout.at(offset); tile <= last; tile++) {
      try {
        while (pending.get(tile)) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for tile " + tile);
      }
      if (failed.get(tile)) {
        throw new IOException("tile " + tile + ", which another is made from, could not be made");
      }
    }
  }
}
