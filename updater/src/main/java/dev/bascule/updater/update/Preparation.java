package dev.bascule.updater.update;

import java.io.IOException;

/** What has to be done before the device may boot its other slot; if that fails, it does not. */
@FunctionalInterface
public interface Preparation {

  /** There is nothing. */
  static Preparation none() {
    return () -> {};
  }

  /** Does it. */
  void run() throws IOException;
}
