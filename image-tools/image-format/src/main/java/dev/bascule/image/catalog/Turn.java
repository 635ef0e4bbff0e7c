package dev.bascule.image.catalog;

import java.time.Instant;

/** Whether a device may take up what is rolled out, and if not, when. */
public sealed interface Turn {

  /** It may, since then. */
  record Come(Due since) implements Turn {}

  /** It may, because its group goes first. */
  record First(String group) implements Turn {}

  /** Not yet. */
  record Waits(Due until) implements Turn {}

  /** The waves end before it: it waits for the fleet's manager to go on. */
  record Beyond() implements Turn {}

  /** Nobody may: the fleet's manager has halted the rollout. */
  record Halted(Instant since) implements Turn {}

  /**
   * A time, and the wave that it is in.
   *
   * @param wave counted from 1
   */
  record Due(Instant at, int wave) {}
}
