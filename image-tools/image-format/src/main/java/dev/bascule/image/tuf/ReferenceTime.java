package dev.bascule.image.tuf;

import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;

/**
 * What time it is, on a device whose clock may be wrong or absent: never before the image was built, nor
 * before the last time that verified metadata tells of.
 *
 * @param clock the system's clock
 * @param builtAt when the running image was built
 */
public record ReferenceTime(InstantSource clock, Instant builtAt) {

  /** The system's clock alone, for where it is known to be right. */
  public static ReferenceTime withoutFloor(InstantSource clock) {
    return new ReferenceTime(clock, Instant.MIN);
  }

  /** The latest of the clock, the image's build, and times that are known to have passed. */
  Instant now(Stream<Instant> passed) {
    return Stream.concat(Stream.of(clock.instant(), builtAt), passed)
        .max(Instant::compareTo)
        .orElse(builtAt);
  }
}
