package dev.bascule.publisher.fleet;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.catalog.Schedule;
import dev.bascule.image.catalog.Wave;
import dev.bascule.image.json.UtcSecond;
import dev.bascule.publisher.rollout.Share;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks for what a change of a model's catalogue may do that nobody meant. */
final class DangerSearch {

  /** A first wave of more than a tenth is no trial. */
  private static final int MAX_FIRST_SHARE = Wave.ALL / 10;

  /** More than one in a hundred at once. */
  private static final double MAX_JUMP = 0.01;

  private final String model;
  private final Catalog before;
  private final Catalog after;
  private final Instant now;
  private final List<Danger> dangers = new ArrayList<>();

  private DangerSearch(String model, Catalog before, Catalog after, Instant now) {
    this.model = model;
    this.before = before;
    this.after = after;
    this.now = now;
  }

  static List<Danger> of(String model, Catalog before, Catalog after, boolean inFile,
      Instant now) {
    return new DangerSearch(model, before, after, now).search(inFile);
  }

  private List<Danger> search(boolean inFile) {
    if (!inFile && !before.channels().isEmpty()) {
      add(Danger.Kind.MODEL_VANISHES, null, "is not in the file, and its channels "
          + String.join(", ", before.channels()) + " would offer nothing");
      return dangers;
    }
    for (String channel : before.channels()) {
      if (!after.channels().contains(channel)) {
        add(Danger.Kind.CHANNEL_VANISHES, channel,
            "is not in the file, and its devices would find nothing to install");
      }
    }
    after.offers().forEach(this::offer);
    after.rollouts().forEach(this::rollout);
    before.withdrawn()
        .stream()
        .filter(version -> !after.withdrawn().contains(version))
        .sorted()
        .forEach(version -> add(Danger.Kind.NOT_WITHDRAWN, null, version
            + " was withdrawn, and no longer would be; keep it in withdrawn unless it is good"));
    return dangers;
  }

  private void offer(Offer offer) {
    Optional<Version> last = before.offer(offer.channel()).map(Offer::version);
    if (last.isEmpty() || last.get().equals(offer.version())) {
      return;
    }
    if (last.get().newerThan(offer.version())) {
      if (!offer.recall() || !after.withdrawn().contains(last.get())) {
        add(Danger.Kind.ROLLBACK, offer.channel(), "would offer " + offer.version()
            + ", and devices that run " + last.get() + " would keep it; to call them back, write "
            + "recall = true and put " + last.get() + " in withdrawn");
      }
    } else if (!wasTried(offer)) {
      add(Danger.Kind.EVERYBODY, offer.channel(), "would offer " + offer.version()
          + " to all of its devices at once, and no rollout has brought it to them; begin with a "
          + "rollout of it beside the offer of " + last.get());
    }
  }

  /** Whether the channel's rollout of that very version has reached all that it reaches. */
  private boolean wasTried(Offer offer) {
    return before.rollout(offer.channel())
        .filter(rollout -> rollout.version().equals(offer.version()))
        .filter(rollout -> rollout.halted() == null)
        .map(rollout -> rollout.schedule(ZoneOffset.UTC))
        .filter(schedule -> schedule.reach() > 1 - MAX_JUMP && !now.isBefore(schedule.end()))
        .isPresent();
  }

  private void rollout(Rollout rollout) {
    Optional<Rollout> last = before.rollout(rollout.channel())
        .filter(other -> other.version().equals(rollout.version()));
    int first = rollout.waves().getFirst().share();
    boolean sameWaves = last.filter(other -> other.waves().equals(rollout.waves())).isPresent();
    if (first > MAX_FIRST_SHARE && !sameWaves) {
      add(Danger.Kind.FIRST_WAVE, rollout.channel(), "the first wave of " + rollout.version()
          + " would reach " + Share.format(first) + " of the devices; a fault should meet few: at "
          + "most " + Share.format(MAX_FIRST_SHARE));
    }
    double reached = last.map(this::share).orElse(0.0);
    double share = share(rollout);
    if (share - reached > MAX_JUMP) {
      add(Danger.Kind.JUMP, rollout.channel(), String.format(Locale.ROOT,
          "the rollout of %s would jump from %.1f %% to %.1f %% of the devices at once; %s",
          rollout.version(), reached * 100, share * 100, last.map(this::remedy)
              .orElse("give it a start that is not over, or none")));
    }
  }

  private String remedy(Rollout last) {
    if (last.halted() == null) {
      return "keep its waves and its start";
    }
    String start = UtcSecond.format(last.resume(now).start());
    return "to go on where it was, leave its start out, or write "
        + (last.local() ? "start_local = \"" + start.replace("Z", "") : "start = \"" + start)
        + '"';
  }

  /** Of a device in UTC. */
  private double share(Rollout rollout) {
    Schedule schedule = rollout.schedule(ZoneOffset.UTC);
    Instant halted = rollout.halted();
    return schedule.share(halted == null ? now : halted);
  }

  private void add(Danger.Kind kind, @Nullable String channel, String message) {
    dangers.add(new Danger(kind, model, channel, message));
  }
}
