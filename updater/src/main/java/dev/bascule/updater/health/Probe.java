package dev.bascule.updater.health;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A check that is built in. */
public interface Probe {

  /** What it looks at, in a few words: {@code mount /data}. */
  String name();

  /** Whether the slot's fate depends on it; if not, it only warns. */
  boolean required();

  /**
   * Looks.
   *
   * @param limit how long it may take
   * @return what is wrong, in words; empty if nothing is
   * @throws IOException if it cannot look, which counts as wrong
   */
  Optional<String> ask(Duration limit) throws IOException;
}
