package dev.bascule.publisher.rollout;

import java.util.Locale;

/** How an image's bytes come to a device, the cheapest first. */
public enum Way {
  /** By a delta against what runs. */
  DELTA,
  /** By several deltas, one after the other. */
  CHAIN,
  /** By the payload that works on any device. */
  FULL;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
