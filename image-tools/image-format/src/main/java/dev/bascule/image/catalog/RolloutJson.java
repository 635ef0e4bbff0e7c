package dev.bascule.image.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.Version;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.UtcSecond;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a rollout stands in a catalogue. Times are written to the second. */
final class RolloutJson {

  private static final String LOCAL = "start_local";

  private RolloutJson() {}

  /** Reads one; throws IllegalArgumentException for values that do not go together. */
  static Rollout read(Members json) throws JsonException {
    boolean local = json.has(LOCAL);
    if (local && json.has("start")) {
      throw json.wrong(LOCAL, "either this or start");
    }
    Instant start = local
        ? json.parsed(LOCAL, "a local time as in 2030-01-31T23:59:59",
            text -> UtcSecond.parse(text + "Z"))
        : json.instant("start");
    @Nullable Instant halted = json.has("halted") ? json.instant("halted") : null;
    List<Wave> waves = new ArrayList<>();
    for (Members wave : json.objects("waves", Schedule.MAX_WAVES)) {
      waves.add(new Wave((int) wave.integer("share", 1, Wave.ALL),
          Duration.ofSeconds(wave.integer("length", Wave.MIN_LENGTH, Wave.MAX_LENGTH)),
          Duration.ofSeconds(wave.optionalInteger("soak", 0, Wave.MAX_LENGTH).orElse(0))));
    }
    Set<String> groups = json.has("groups")
        ? new HashSet<>(json.strings("groups", Rollout.MAX_GROUPS))
        : Set.of();
    return new Rollout(json.string("channel"),
        json.parsed("version", "a version", Version::parse), start, local, waves, halted, groups);
  }

  static void write(Rollout rollout, ObjectNode json) {
    json.put("channel", rollout.channel()).put("version", rollout.version().toString());
    String start = UtcSecond.format(rollout.start());
    if (rollout.local()) {
      json.put(LOCAL, start.substring(0, start.length() - 1));
    } else {
      json.put("start", start);
    }
    Instant halted = rollout.halted();
    if (halted != null) {
      json.put("halted", UtcSecond.format(halted));
    }
    if (!rollout.groups().isEmpty()) {
      ArrayNode groups = json.putArray("groups");
      rollout.groups().stream().sorted().forEach(groups::add);
    }
    ArrayNode waves = json.putArray("waves");
    for (Wave wave : rollout.waves()) {
      ObjectNode one = waves.addObject()
          .put("share", wave.share())
          .put("length", wave.length().toSeconds());
      if (!wave.soak().isZero()) {
        one.put("soak", wave.soak().toSeconds());
      }
    }
  }
}
