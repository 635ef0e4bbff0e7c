package dev.bascule.publisher.fleet;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.json.UtcSecond;
import dev.bascule.publisher.rollout.Template;
import dev.bascule.publisher.rollout.WaveText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How one catalogue of a model differs from another, one fact at a time; none if they are the same. */
public final class CatalogDifference {

  /**
   * One fact that differs.
   *
   * @param channel whose, or null if it is the whole model's
   * @param what such as {@code offer}
   * @param before null if there was nothing
   * @param after null if there is nothing any more
   */
  public record Change(@Nullable String channel, String what, @Nullable String before,
      @Nullable String after) {

    /** For people: {@code stable  offer: 1.0.0 -> 1.1.0}. */
    @Override
    public String toString() {
      String place = channel == null ? "" : channel + "  ";
      if (before == null) {
        return place + "+ " + what + ": " + after;
      }
      return after == null
          ? place + "- " + what + ": " + before
          : place + "~ " + what + ": " + before + " -> " + after;
    }
  }

  private final Catalog before;
  private final Catalog after;
  private final List<Change> changes = new ArrayList<>();

  private CatalogDifference(Catalog before, Catalog after) {
    this.before = before;
    this.after = after;
  }

  /** Compares two catalogues. */
  public static List<Change> between(Catalog before, Catalog after) {
    return new CatalogDifference(before, after).changes();
  }

  private List<Change> changes() {
    SortedSet<String> channels = new TreeSet<>(before.channels());
    channels.addAll(after.channels());
    for (String channel : channels) {
      offer(channel, "offer", offer -> offer.version().toString());
      offer(channel, "recall", offer -> offer.recall() ? "true" : null);
      rollout(channel, "rollout", rollout -> rollout.version().toString());
      rollout(channel, "waves", CatalogDifference::waves);
      rollout(channel, "start", rollout -> rollout.local()
          ? null
          : UtcSecond.format(rollout.start()));
      rollout(channel, "start_local", rollout -> rollout.local()
          ? UtcSecond.format(rollout.start()).replace("Z", "")
          : null);
      rollout(channel, "groups", rollout -> rollout.groups().isEmpty()
          ? null
          : rollout.groups().stream().sorted().collect(Collectors.joining(", ")));
      rollout(channel, "halted", rollout -> {
        Instant halted = rollout.halted();
        return halted == null ? null : UtcSecond.format(halted);
      });
    }
    withdrawn(before, after, version -> new Change(null, "withdrawn", null, version));
    withdrawn(after, before, version -> new Change(null, "withdrawn", version, null));
    return List.copyOf(changes);
  }

  private void offer(String channel, String what, Function<Offer, @Nullable String> text) {
    add(channel, what, textOf(before.offer(channel), text), textOf(after.offer(channel), text));
  }

  private void rollout(String channel, String what, Function<Rollout, @Nullable String> text) {
    add(channel, what, textOf(before.rollout(channel), text),
        textOf(after.rollout(channel), text));
  }

  private static <T> @Nullable String textOf(Optional<T> thing,
      Function<T, @Nullable String> text) {
    return thing.isEmpty() ? null : text.apply(thing.get());
  }

  private void add(String channel, String what, @Nullable String old, @Nullable String fresh) {
    if (!Objects.equals(old, fresh)) {
      changes.add(new Change(channel, what, old, fresh));
    }
  }

  private void withdrawn(Catalog without, Catalog with, Function<String, Change> change) {
    with.withdrawn()
        .stream()
        .filter(version -> !without.withdrawn().contains(version))
        .sorted(Comparator.<Version>naturalOrder().thenComparing(Version::toString))
        .map(version -> change.apply(version.toString()))
        .forEach(changes::add);
  }

  private static String waves(Rollout rollout) {
    return Template.of(rollout.waves())
        .map(Template::toString)
        .orElseGet(() -> rollout.waves()
            .stream()
            .map(WaveText::format)
            .collect(Collectors.joining(", ")));
  }
}
