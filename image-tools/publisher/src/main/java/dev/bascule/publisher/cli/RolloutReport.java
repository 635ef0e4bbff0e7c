package dev.bascule.publisher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.image.catalog.Rollout;
import dev.bascule.image.catalog.Schedule;
import dev.bascule.image.catalog.Wave;
import dev.bascule.image.json.UtcSecond;
import dev.bascule.publisher.rollout.Share;
import dev.bascule.publisher.rollout.Span;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A rollout in words and in JSON: its waves, and how far it is at a time. Local times are given as they are written. */
record RolloutReport(Rollout rollout, Instant now) {

  /** How far it is, for people. */
  enum State {
    WAITING, RUNNING, HALTED, DONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  State state() {
    Schedule schedule = schedule();
    if (rollout.halted() != null) {
      return State.HALTED;
    }
    if (now.isBefore(schedule.start())) {
      return State.WAITING;
    }
    return now.isBefore(schedule.end()) ? State.RUNNING : State.DONE;
  }

  /** Of all devices, those whose turn has come: from 0 to 1. In local time it is that of a device in UTC. */
  double share() {
    Instant halted = rollout.halted();
    return schedule().share(halted == null ? now : halted);
  }

  /** Adds everything to what machines read. */
  ObjectNode addTo(ObjectNode json) {
    json.put("channel", rollout.channel())
        .put("version", rollout.version().toString())
        .put(rollout.local() ? "start_local" : "start", time(rollout.start()))
        .put("state", state().toString())
        .put("share", share())
        .put("end", time(schedule().end()));
    Instant halted = rollout.halted();
    if (halted != null) {
      json.put("halted", UtcSecond.format(halted));
    }
    rollout.groups().stream().sorted().forEach(json.putArray("groups")::add);
    ArrayNode waves = json.putArray("waves");
    eachWave((wave, begin, end) -> waves.addObject()
        .put("share", wave.share())
        .put("begin", time(begin))
        .put("end", time(end))
        .put("soak_seconds", wave.soak().toSeconds()));
    return json;
  }

  /** In one line, after the channel's name. */
  String summary() {
    String percent = String.format(Locale.ROOT, "%.1f %%", share() * 100);
    @Nullable Instant halted = rollout.halted();
    return rollout.version() + " " + switch (state()) {
      case WAITING -> "from " + time(rollout.start());
      case RUNNING ->
        "has reached " + percent + " of the devices; its last wave ends " + time(schedule().end());
      case HALTED -> "HALTED at " + percent + " of the devices, since " + halted;
      case DONE -> "has reached " + percent + " of the devices, all that its waves reach";
    };
  }

  /** One line for each wave, and one for the groups that go first. */
  List<String> waves() {
    List<String> lines = new ArrayList<>();
    if (!rollout.groups().isEmpty()) {
      lines.add("first: " + String.join(", ", rollout.groups().stream().sorted().toList())
          + ", at once");
    }
    eachWave((wave, begin, end) -> lines.add(String.format(Locale.ROOT,
        "wave %d: %s, from %s to %s%s", lines.size() + (rollout.groups().isEmpty() ? 1 : 0),
        Share.format(wave.share()), time(begin), time(end),
        wave.soak().isZero() ? "" : ", then " + Span.inWords(wave.soak()) + " of rest")));
    return lines;
  }

  /** Takes a wave, and when it begins and ends. */
  private interface Visitor {
    void visit(Wave wave, Instant begin, Instant end);
  }

  private void eachWave(Visitor visitor) {
    Instant begin = rollout.start();
    for (Wave wave : rollout.waves()) {
      Instant end = begin.plus(wave.length());
      visitor.visit(wave, begin, end);
      begin = end.plus(wave.soak());
    }
  }

  private String time(Instant time) {
    String text = UtcSecond.format(time);
    return rollout.local() ? text.substring(0, text.length() - 1) : text;
  }

  private Schedule schedule() {
    return rollout.schedule(ZoneOffset.UTC);
  }
}
