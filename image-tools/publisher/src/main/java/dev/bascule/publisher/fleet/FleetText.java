package dev.bascule.publisher.fleet;

import dev.bascule.image.Version;
import dev.bascule.image.catalog.Catalog;
import dev.bascule.image.catalog.Offer;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.json.UtcSecond;
import dev.bascule.publisher.repository.ModelRoles;
import dev.bascule.publisher.rollout.Template;
import dev.bascule.publisher.rollout.WaveText;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes what is published as a fleet's file: to apply it would change nothing. */
public final class FleetText {

  private final StringBuilder text = new StringBuilder();
  private final Instant now;

  private FleetText(Instant now) {
    this.now = now;
  }

  /** Writes each model's catalogue. */
  public static String of(Map<ModelRoles, Catalog> catalogs, Instant now) {
    FleetText text = new FleetText(now);
    text.line("# What every channel offers. To see what a change would do, then to publish it:");
    text.line("#   bascule-image plan FILE --repo DIR --root ROOT");
    text.line("#   bascule-image apply FILE --repo DIR --root ROOT --keys ROLLOUT-KEY ONLINE-KEY");
    catalogs.entrySet()
        .stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().model()))
        .forEach(entry -> text.model(entry.getKey().model(), entry.getValue()));
    return text.text.toString();
  }

  private void model(String name, Catalog catalog) {
    String model = "model." + (name.contains(".") ? '"' + name + '"' : name);
    line("");
    line("[" + model + "]");
    if (!catalog.withdrawn().isEmpty()) {
      line("withdrawn = " + list(catalog.withdrawn()
          .stream()
          .sorted(Comparator.<Version>naturalOrder().thenComparing(Version::toString))
          .map(Version::toString)
          .toList()));
    }
    for (String channel : catalog.channels()) {
      line("");
      line("[" + model + ".channel." + channel + "]");
      catalog.offer(channel).ifPresent(this::offer);
      catalog.rollout(channel).ifPresent(rollout -> {
        line("");
        line("[" + model + ".channel." + channel + ".rollout]");
        rollout(rollout);
      });
    }
  }

  private void offer(Offer offer) {
    line("offer = " + quoted(offer.version().toString()));
    if (offer.recall()) {
      line("recall = true");
    }
  }

  /** A rollout that has begun knows when, and goes on after a halt where it was: its start is not asked for. */
  private void rollout(Rollout rollout) {
    line("version = " + quoted(rollout.version().toString()));
    line("waves = " + Template.of(rollout.waves())
        .map(template -> quoted(template.toString()))
        .orElseGet(() -> list(rollout.waves().stream().map(WaveText::format).toList())));
    String start = UtcSecond.format(rollout.start());
    if (rollout.local()) {
      line("start_local = " + quoted(start.substring(0, start.length() - 1)));
    } else {
      line((rollout.start().isAfter(now) ? "start = " : "# began at ") + quoted(start));
    }
    if (!rollout.groups().isEmpty()) {
      line("groups = " + list(rollout.groups().stream().sorted().toList()));
    }
    if (rollout.halted() != null) {
      line("halted = true");
    }
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  /** What stands between quotes here has none of its own: versions, words, times. */
  private static String quoted(String word) {
    return '"' + word + '"';
  }

  private static String list(Collection<String> words) {
    return words.stream().map(FleetText::quoted).collect(Collectors.joining(", ", "[", "]"));
  }
}
