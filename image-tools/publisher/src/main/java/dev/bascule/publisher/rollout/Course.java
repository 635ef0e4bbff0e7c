package dev.bascule.publisher.rollout;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a rollout went in a simulated fleet.
 *
 * @param hours one after the other, from its begin to when nobody's turn comes any more
 * @param halted when devices read that it was halted, or null if it never was
 */
public record Course(List<Hour> hours, @Nullable Instant halted) {

  public Course {
    hours = List.copyOf(hours);
  }

  /** All hours together. */
  public Hour total() {
    return hours.stream().reduce(Hour::and).orElse(Hour.quiet(Instant.EPOCH));
  }

  /** The most bytes in an hour. */
  public long peak() {
    return hours.stream().mapToLong(Hour::bytes).max().orElse(0);
  }
}
