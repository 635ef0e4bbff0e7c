package dev.bascule.updater.journal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.bootctl.Slot;
import dev.bascule.image.Version;
import dev.bascule.image.json.JsonException;
import dev.bascule.image.json.Members;
import dev.bascule.image.json.StrictJson;
import dev.bascule.image.json.UtcSecond;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An entry as one line of JSON, both ways. Member names are stable: {@code bascule history --json} prints them. */
public final class EntryJson {

  /** A longer entry is refused. */
  static final int MAX_LENGTH = 128 << 10;

  /** What every entry has, and what only machines read. */
  private static final Set<String> HEAD = Set.of("n", "at", "boot", "event", "manifest_sha256");

  private EntryJson() {}

  /** The entry as an object: number, time, boot, event and what belongs to the event. */
  public static ObjectNode json(Entry entry) {
    ObjectNode json = JsonNodeFactory.instance.objectNode()
        .put("n", entry.number())
        .put("at", UtcSecond.format(entry.at()))
        .put("boot", entry.boot());
    return switch (entry.event()) {
      case Event.AttemptStarted(Slot slot, ImageRef image) ->
        image(kind(json, "attempt_started", slot), image);
      case Event.AttemptFailed(Slot slot, ImageRef image, String why) ->
        image(kind(json, "attempt_failed", slot), image).put("why", why);
      case Event.Staged(Slot slot, ImageRef image) -> image(kind(json, "staged", slot), image);
      case Event.Activating(Slot slot, ImageRef image, int tries, String before) ->
        image(kind(json, "activating", slot), image).put("tries", tries).put("before", before);
      case Event.Activated(Slot slot, ImageRef image) ->
        image(kind(json, "activated", slot), image);
      case Event.Cancelled(Slot slot, String by) -> kind(json, "cancelled", slot).put("by", by);
      case Event.BootSeen(Slot slot) -> kind(json, "boot_seen", slot);
      case Event.HealthChecked(Slot slot, boolean healthy, List<CheckNote> failed) ->
        checks(kind(json, "health_checked", slot).put("healthy", healthy), failed);
      case Event.Confirmed(Slot slot, @Nullable ImageRef image) -> image == null
          ? kind(json, "confirmed", slot)
          : image(kind(json, "confirmed", slot), image);
      case Event.FloorRaised(long floor) ->
        json.put("event", "floor_raised").put("raised_to", floor);
      case Event.FellBack(Slot from, Slot to, ImageRef image, FallBackReason reason, String evidence) ->
        image(kind(json, "fell_back", from, to), image)
            .put("reason", reason.name())
            .put("evidence", evidence);
      case Event.RolledBack(Slot from, Slot to, String by, String why) ->
        kind(json, "rolled_back", from, to).put("by", by).put("why", why);
      case Event.RollbackFailed(Slot from, Slot to, String why) ->
        kind(json, "rollback_failed", from, to).put("why", why);
      case Event.Quarantined(ImageRef image, String why) ->
        image(json.put("event", "quarantined"), image).put("why", why);
      case Event.Held(Version version, String by, String why) ->
        json.put("event", "held")
            .put("version", version.toString())
            .put("by", by)
            .put("why", why);
      case Event.Released(Version version, String by) ->
        json.put("event", "released").put("version", version.toString()).put("by", by);
      case Event.MarkedBad(Slot slot, String by, String why) ->
        kind(json, "marked_bad", slot).put("by", by).put("why", why);
      case Event.ExpiryOverridden(String by, String source, String expired) ->
        json.put("event", "expiry_overridden")
            .put("by", by)
            .put("source", source)
            .put("expired", expired);
      case Event.Scrubbed(Slot slot, ImageRef image, int damaged, int repaired) ->
        image(kind(json, "scrubbed", slot), image).put("damaged", damaged)
            .put("repaired", repaired);
      case Event.DataMigrated(ImageRef image, Version from, boolean kept) ->
        image(json.put("event", "data_migrated"), image).put("from_version", from.toString())
            .put("kept", kept);
      case Event.RebootRequested(String why) ->
        json.put("event", "reboot_requested").put("why", why);
      case Event.JournalDamaged(String file, long lines) ->
        json.put("event", "journal_damaged").put("file", file).put("lines", lines);
      case Event.Continued(String file, String link) ->
        json.put("event", "continued").put("file", file).put("link", link);
      case Event.DrillStarted(Slot from, Slot to, String by) ->
        kind(json, "drill_started", from, to).put("by", by);
      case Event.DrillReached(Slot to) -> json.put("event", "drill_reached").put("to", to.name());
      case Event.DrillEnded(Slot from, Slot to, boolean passed, String why) ->
        kind(json, "drill_ended", from, to).put("passed", passed).put("why", why);
    };
  }

  /** An entry's object in a line for people, without its time: the event, and what belongs to it. */
  public static String line(ObjectNode json) {
    String details = json.properties()
        .stream()
        .filter(member -> !HEAD.contains(member.getKey()))
        .map(member -> member.getKey() + "=" + (member.getValue().isTextual()
            ? member.getValue().asText()
            : member.getValue().toString()))
        .collect(Collectors.joining(" "));
    return json.path("event").asText().replace('_', ' ') + "  " + details;
  }

  /** The entry as bytes without a line break in them. */
  static byte[] encode(Entry entry) {
    return json(entry).toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads what {@link #encode} wrote. Members that are not known are ignored, events that are not known are refused. */
  static Entry decode(byte[] line) throws JsonException {
    Members json = Members.of(StrictJson.parse(line, MAX_LENGTH));
    return new Entry(
        number(json),
        json.instant("at"),
        json.string("boot"),
        event(json));
  }

  /** An entry's number, also of one whose event is not known. */
  static long number(byte[] line) throws JsonException {
    return number(Members.of(StrictJson.parse(line, MAX_LENGTH)));
  }

  private static long number(Members json) throws JsonException {
    return json.integer("n", 1, Long.MAX_VALUE - 1);
  }

  private static Event event(Members json) throws JsonException {
    return switch (json.string("event")) {
      case "attempt_started" -> new Event.AttemptStarted(slot(json, "slot"), image(json));
      case "attempt_failed" ->
        new Event.AttemptFailed(slot(json, "slot"), image(json), json.string("why"));
      case "staged" -> new Event.Staged(slot(json, "slot"), image(json));
      case "activating" -> new Event.Activating(slot(json, "slot"), image(json),
          (int) json.integer("tries", 1, 15), json.string("before"));
      case "activated" -> new Event.Activated(slot(json, "slot"), image(json));
      case "cancelled" -> new Event.Cancelled(slot(json, "slot"), json.string("by"));
      case "boot_seen" -> new Event.BootSeen(slot(json, "slot"));
      case "health_checked" ->
        new Event.HealthChecked(slot(json, "slot"), json.bool("healthy"), checks(json));
      case "confirmed" -> new Event.Confirmed(slot(json, "slot"),
          json.has("manifest_sha256") ? image(json) : null);
      case "floor_raised" -> new Event.FloorRaised(json.integer("raised_to", 0, Long.MAX_VALUE));
      case "fell_back" -> new Event.FellBack(slot(json, "from"), slot(json, "to"), image(json),
          json.parsed("reason", "a reason", FallBackReason::valueOf), json.string("evidence"));
      case "rolled_back" -> new Event.RolledBack(slot(json, "from"), slot(json, "to"),
          json.string("by"), json.string("why"));
      case "rollback_failed" ->
        new Event.RollbackFailed(slot(json, "from"), slot(json, "to"), json.string("why"));
      case "quarantined" -> new Event.Quarantined(image(json), json.string("why"));
      case "held" -> new Event.Held(version(json), json.string("by"), json.string("why"));
      case "released" -> new Event.Released(version(json), json.string("by"));
      case "marked_bad" ->
        new Event.MarkedBad(slot(json, "slot"), json.string("by"), json.string("why"));
      case "expiry_overridden" -> new Event.ExpiryOverridden(json.string("by"),
          json.string("source"), json.string("expired"));
      case "scrubbed" -> new Event.Scrubbed(slot(json, "slot"), image(json),
          (int) json.integer("damaged", 0, Integer.MAX_VALUE),
          (int) json.integer("repaired", 0, Integer.MAX_VALUE));
      case "data_migrated" -> new Event.DataMigrated(image(json),
          json.parsed("from_version", "a version", Version::parse), json.bool("kept"));
      case "reboot_requested" -> new Event.RebootRequested(json.string("why"));
      case "journal_damaged" ->
        new Event.JournalDamaged(json.string("file"), json.integer("lines", 0, Long.MAX_VALUE));
      case "continued" -> new Event.Continued(json.string("file"), json.string("link"));
      case "drill_started" ->
        new Event.DrillStarted(slot(json, "from"), slot(json, "to"), json.string("by"));
      case "drill_reached" -> new Event.DrillReached(slot(json, "to"));
      case "drill_ended" -> new Event.DrillEnded(slot(json, "from"), slot(json, "to"),
          json.bool("passed"), json.string("why"));
      default -> throw json.wrong("event", "a known event");
    };
  }

  private static ObjectNode kind(ObjectNode json, String event, Slot slot) {
    return json.put("event", event).put("slot", slot.name());
  }

  private static ObjectNode kind(ObjectNode json, String event, Slot from, Slot to) {
    return json.put("event", event).put("from", from.name()).put("to", to.name());
  }

  private static ObjectNode image(ObjectNode json, ImageRef image) {
    return json.put("version", image.version().toString())
        .put("manifest_sha256", image.digest().toString())
        .put("release", image.release())
        .put("floor", image.floor());
  }

  private static ImageRef image(Members json) throws JsonException {
    return new ImageRef(version(json), json.sha256("manifest_sha256"),
        json.integer("release", 0, Long.MAX_VALUE), json.integer("floor", 0, Long.MAX_VALUE));
  }

  private static ObjectNode checks(ObjectNode json, List<CheckNote> failed) {
    ArrayNode notes = json.putArray("failed");
    failed.forEach(note -> notes.addObject()
        .put("check", note.name())
        .put("outcome", note.outcome())
        .put("output", note.output()));
    return json;
  }

  private static List<CheckNote> checks(Members json) throws JsonException {
    List<CheckNote> notes = new ArrayList<>();
    for (Members note : json.objects("failed", Event.HealthChecked.MAX_FAILED)) {
      notes.add(
          new CheckNote(note.string("check"), note.string("outcome"), note.string("output")));
    }
    return notes;
  }

  private static Slot slot(Members json, String name) throws JsonException {
    return json.parsed(name, "slot A or B", Slot::valueOf);
  }

  private static Version version(Members json) throws JsonException {
    return json.parsed("version", "a version", Version::parse);
  }
}
