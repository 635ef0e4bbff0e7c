package dev.bascule.updater.check;

import dev.bascule.image.Version;
import dev.bascule.updater.UpdaterException;

/** An image stands under the name of another version: the publisher mixed them up. */
public final class MisplacedImageException extends UpdaterException {
  private static final long serialVersionUID = 1L;

  MisplacedImageException(String path, Version expected, Version found) {
    super(path + ": expected the image " + expected + ", found " + found,
        "tell the publisher of the repository");
  }
}
