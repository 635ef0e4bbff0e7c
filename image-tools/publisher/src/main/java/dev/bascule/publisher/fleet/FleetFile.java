package dev.bascule.publisher.fleet;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.catalog.Wave;
import dev.bascule.publisher.repository.ModelRoles;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a fleet's manager wants to be published: all of it. A model that is not in the file offers nothing.
 *
 * @param models by name
 */
public record FleetFile(SortedMap<String, Model> models) {

  public FleetFile {
    models = new TreeMap<>(models);
  }

  /** What one model's channels say, by their names, and what is withdrawn. */
  public record Model(SortedMap<String, Channel> channels, Set<Version> withdrawn) {

    public Model {
      channels = new TreeMap<>(channels);
      withdrawn = Set.copyOf(withdrawn);
    }
  }

  /**
   * What one channel's devices should run, and come to run.
   *
   * @param offer or null
   * @param recall whether devices that run what is withdrawn go back to the offer
   * @param rollout or null
   */
  public record Channel(@Nullable Version offer, boolean recall, @Nullable Course rollout) {}

  /**
   * How a version goes out. What a rollout remembers of its past stands in the catalogue, and need not be repeated.
   *
   * @param start when its first wave begins; null if it began when it was first applied, or goes on as it is
   * @param local whether the start is in each device's own time; false without a start
   * @param halted whether no device begins
   */
  public record Course(Version version, List<Wave> waves, @Nullable Instant start, boolean local,
      Set<String> groups, boolean halted) {

    public Course {
      waves = List.copyOf(waves);
      groups = Set.copyOf(groups);
    }

    /** The rollout that follows on what the channel rolls out, which may be another version, or nothing. */
    private Rollout after(@Nullable Rollout published, String channel, Instant now) {
      @Nullable Rollout last =
          published != null && published.version().equals(version) ? published : null;
      @Nullable Rollout before = last == null || halted ? last : last.resume(now);
      Instant begin = start;
      boolean zoned = local;
      if (begin == null) {
        begin = before == null ? now.truncatedTo(ChronoUnit.SECONDS) : before.start();
        zoned = before != null && before.local();
      }
      Rollout next = new Rollout(channel, version, begin, zoned, waves,
          halted && last != null ? last.halted() : null, groups);
      return halted ? next.halt(now) : next;
    }
  }

  /**
   * The catalogue that a model gets.
   *
   * @param last what it has
   * @param now when rollouts begin, halt and go on
   */
  public Catalog catalog(ModelRoles roles, Catalog last, Instant now) {
    Optional<Model> model = Optional.ofNullable(models.get(roles.model()));
    if (model.isEmpty()) {
      return new Catalog(List.of(), List.of(), last.withdrawn());
    }
    List<Offer> offers = new ArrayList<>();
    List<Rollout> rollouts = new ArrayList<>();
    for (Map.Entry<String, Channel> entry : model.get().channels.entrySet()) {
      String name = entry.getKey();
      Channel channel = entry.getValue();
      Version offer = channel.offer();
      if (offer != null) {
        offers.add(new Offer(name, offer, channel.recall()));
      }
      Course course = channel.rollout();
      if (course != null) {
        rollouts.add(course.after(last.rollout(name).orElse(null), name, now));
      }
    }
    return new Catalog(offers, rollouts, model.get().withdrawn());
  }
}
