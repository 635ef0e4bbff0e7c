package dev.bascule.publisher.rollout;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * What happens in an hour, or in several.
 *
 * @param at its begin
 * @param polls looks of all devices
 * @param begun devices that take the version up
 * @param failed those of them that fall back
 * @param fetched bytes from the origin, by the way it comes
 */
public record Hour(Instant at, long polls, int begun, int failed, Map<Way, Long> fetched) {

  public Hour {
    fetched = Map.copyOf(fetched);
  }

  /** Nothing happens. */
  static Hour quiet(Instant at) {
    return new Hour(at, 0, 0, 0, Map.of());
  }

  /** Both together, from this one's begin. */
  public Hour and(Hour next) {
    Map<Way, Long> sum = new EnumMap<>(Way.class);
    for (Way way : Way.values()) {
      sum.put(way, bytes(way) + next.bytes(way));
    }
    return new Hour(at, polls + next.polls, begun + next.begun, failed + next.failed, sum);
  }

  public long bytes(Way way) {
    return fetched.getOrDefault(way, 0L);
  }

  /** By all ways together. */
  public long bytes() {
    return fetched.values().stream().mapToLong(Long::longValue).sum();
  }
}
