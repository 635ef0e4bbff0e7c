package dev.bascule.image.catalog;

import dev.bascule.image.Version;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A version that a channel's devices come to run one after the other, in waves. Until its turn, a device follows the
 * channel's {@link Offer}.
 *
 * @param start when the first wave begins; if {@code local}, its date and time of day in UTC are meant in each device's own
 *     zone
 * @param halted since when the fleet's manager lets no further device begin, or null
 * @param groups of devices that need not wait, not even for the start
 */
public record Rollout(String channel, Version version, Instant start, boolean local,
    List<Wave> waves, @Nullable Instant halted, Set<String> groups) {

  static final int MAX_GROUPS = 64;

  public Rollout {
    Offer.requireWord("channel", channel);
    groups = Set.copyOf(groups);
    if (groups.size() > MAX_GROUPS) {
      throw new IllegalArgumentException(
          "groups: expected at most " + MAX_GROUPS + ", found " + groups.size());
    }
    groups.forEach(group -> Offer.requireWord("groups", group));
    waves = new Schedule(start, waves).waves();
  }

  /**
   * When whose turn comes, in a zone. Only the start is a matter of the zone: the waves' lengths are real time, so that
   * no change to summer time makes the share jump or fall.
   */
  public Schedule schedule(ZoneId zone) {
    return new Schedule(local
        ? LocalDateTime.ofInstant(start, ZoneOffset.UTC).atZone(zone).toInstant()
        : start, waves);
  }

  /**
   * Whether a device's turn has come.
   *
   * @param group the device's, or null
   */
  public Turn turn(Seed seed, @Nullable String group, ZoneId zone, Instant now) {
    if (halted != null) {
      return new Turn.Halted(halted);
    }
    if (group != null && groups.contains(group)) {
      return new Turn.First(group);
    }
    Optional<Turn.Due> due = schedule(zone).eligibleAt(seed.turn(version));
    Function<Turn.Due, Turn> judge =
        at -> at.at().isAfter(now) ? new Turn.Waits(at) : new Turn.Come(at);
    return due.map(judge).orElseGet(Turn.Beyond::new);
  }

  /** The same, with no further device beginning; as it is, if it is halted already. */
  public Rollout halt(Instant now) {
    return halted == null ? with(start, now.truncatedTo(ChronoUnit.SECONDS)) : this;
  }

  /**
   * The same, going on where it was halted: what is left of its waves is later by as long as it was halted, so that
   * nobody's turn comes all at once.
   */
  public Rollout resume(Instant now) {
    if (halted == null) {
      return this;
    }
    Instant earliest = local ? start.minusSeconds(ZoneOffset.MAX.getTotalSeconds()) : start;
    Instant from = halted.isAfter(earliest) ? halted : earliest;
    long seconds = Duration.between(from, now).plusNanos(999_999_999).toSeconds();
    return with(start.plusSeconds(Math.max(0, seconds)), null);
  }

  private Rollout with(Instant otherStart, @Nullable Instant otherHalted) {
    return new Rollout(channel, version, otherStart, local, waves, otherHalted, groups);
  }
}
