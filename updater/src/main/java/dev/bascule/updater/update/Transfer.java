package dev.bascule.updater.update;

import dev.bascule.bootctl.Slot;
import dev.bascule.updater.check.CheckedImage;
import java.io.IOException;

/** Brings an image's bytes into a slot. */
public interface Transfer {

  /**
   * Refuses an image that does not fit, before anything is touched.
   *
   * @throws dev.bascule.updater.install.InstallException saying so
   */
  void requireFits(CheckedImage image, Slot slot) throws IOException;

  /** Writes, syncs, reads back. Called again after a cut, it goes on. */
  void install(CheckedImage image, Slot slot) throws IOException;
}
