package dev.bascule.publisher.repository;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long new metadata is good.
 *
 * @param chosen by someone, instead of the kind's own
 */
public record Lifetimes(Map<RoleKind, Duration> chosen) {

  public Lifetimes {
    chosen = Map.copyOf(chosen);
    chosen.forEach((kind, lifetime) -> {
      if (lifetime.toSeconds() < 1) {
        throw new IllegalArgumentException(kind + ": expected a lifetime of a second or more");
      }
    });
  }

  /** Each kind's own. */
  public static Lifetimes standard() {
    return new Lifetimes(Map.of());
  }

  /**
   * When a role's new metadata expires: later than what it replaces.
   *
   * @param previous when what it replaces expires, or null if there is none
   * @throws RefusedException if the lifetime that someone chose ends no later than that
   */
  Instant expiry(String role, Instant now, @Nullable Instant previous) throws RefusedException {
    RoleKind kind = RoleKind.of(role);
    Duration lifetime = chosen.getOrDefault(kind, kind.lifetime());
    Instant expiry = now.truncatedTo(ChronoUnit.SECONDS).plus(lifetime);
    if (previous == null || expiry.isAfter(previous)) {
      return expiry;
    }
    if (chosen.containsKey(kind)) {
      throw new RefusedException(RefusedException.Reason.EXPIRY_NOT_LATER, role
          + ": expected an expiry later than the published one's, " + previous + ", found " + expiry
          + "; choose a longer lifetime");
    }
    return previous.plusSeconds(1);
  }
}
