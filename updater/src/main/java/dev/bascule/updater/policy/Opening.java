package dev.bascule.updater.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a step may be taken now. */
public sealed interface Opening {

  /** It may. */
  record Open() implements Opening {}

  /**
   * Not now.
   *
   * @param why in words
   * @param until when it is worth asking again, or null where nobody knows
   */
  record Closed(String why, @Nullable Instant until) implements Opening {}
}
