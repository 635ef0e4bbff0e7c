package dev.bascule.publisher.rollout;

import java.time.Duration;

/**
 * When the fleet's manager halts a rollout.
 *
 * @param failures how many devices have fallen back by then
 * @param notice how long it takes from the last of these until devices read of the halt
 */
public record Brake(int failures, Duration notice) {

  public Brake {
    if (failures < 1 || notice.isNegative()) {
      throw new IllegalArgumentException("brake: expected at least one failure, found " + failures);
    }
  }
}
