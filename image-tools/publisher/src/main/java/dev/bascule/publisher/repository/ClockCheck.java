package dev.bascule.publisher.repository;

import dev.bascule.image.tuf.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Compares a signer's clock with what was signed last. A clock that is ahead would carry every device's along with it, for
 * they learn the time from what is signed; one that is behind would sign what expires too early.
 *
 * @param ahead how long after the last signature the clock may be
 */
public record ClockCheck(Duration ahead) {

  /** For a repository, whose timestamp is renewed every few days. */
  public static final ClockCheck OF_REPOSITORY = new ClockCheck(Duration.ofDays(90));

  /** For a root alone, which is good for a year. */
  public static final ClockCheck OF_ROOT = new ClockCheck(Duration.ofDays(800));

  private static final Duration BEHIND = Duration.ofMinutes(10);

  /**
   * Refuses a clock that is more than ten minutes behind, or far ahead.
   *
   * @param signed what was signed before, of which some may not say when
   */
  public void require(Instant now, Collection<? extends Metadata> signed)
      throws RefusedException {
    Optional<Instant> last = signed.stream()
        .map(Metadata::signedAt)
        .flatMap(Optional::stream)
        .max(Instant::compareTo);
    if (last.isEmpty()) {
      return;
    }
    boolean isBehind = now.isBefore(last.get().minus(BEHIND));
    if (isBehind || now.isAfter(last.get().plus(ahead))) {
      throw new RefusedException(RefusedException.Reason.CLOCK, "this computer's clock says " + now
          + ", " + (isBehind ? "before" : "more than " + ahead.toDays() + " days after")
          + " the last signature of " + last.get() + ": expected a time not before it and soon "
          + "after; set the clock, or if it is right, say so with --clock-is-right");
    }
  }
}
