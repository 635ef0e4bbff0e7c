package dev.bascule.bootctl.volume;

import java.io.IOException;

/** A transfer would have left its volume; nothing was read or written. */
public final class OutsideVolumeException extends IOException {
  private static final long serialVersionUID = 1L;

  OutsideVolumeException(String volume, long size, long position, long length) {
    super(volume + ": expected a range within its " + size + " bytes, found " + length
        + " bytes at " + position);
  }
}
