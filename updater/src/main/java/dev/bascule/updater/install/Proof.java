package dev.bascule.updater.install;

import dev.bascule.image.work.OrderedWork;
import java.io.IOException;

/** Shows that a volume's medium holds what was signed, tile after tile and then as a whole. */
interface Proof {

  /** What a thread found, to be judged in the tiles' order. */
  interface Finding {
    void judge() throws IOException;
  }

  /** Reads a tile that was written and synced. */
  OrderedWork.Piece<TileWorker, Finding> read(int tile);

  /**
   * Completes the proof after the last tile was judged.
   *
   * @return bytes that the proof itself wrote
   */
  long finish() throws IOException;
}
