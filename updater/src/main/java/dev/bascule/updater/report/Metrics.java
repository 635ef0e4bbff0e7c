package dev.bascule.updater.report;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.device.LastLook;
import dev.bascule.updater.journal.Entry;
import dev.bascule.updater.journal.EntryJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The device in figures, in the text format of Prometheus, which is OpenMetrics' as well where its end is marked. Names
 * are stable.
 */
public final class Metrics {

  private static final List<String> OUTCOMES =
      List.of("attempt_started", "attempt_failed", "staged",
          "confirmed", "fell_back", "rolled_back", "rollback_failed", "marked_bad", "drill_ended");

  private final StringBuilder text = new StringBuilder();

  private Metrics() {}

  /** For node_exporter's textfile collector. */
  public static String text(DeviceView device) {
    Metrics metrics = new Metrics();
    metrics.add(device);
    return metrics.text.toString();
  }

  /** The same with OpenMetrics' end. */
  public static String openMetrics(DeviceView device) {
    return text(device) + "# EOF\n";
  }

  private void add(DeviceView device) {
    head("bascule_slot", "A slot: what it holds, and how the boot loader treats it.");
    for (SlotState slot : List.of(device.boot().a(), device.boot().b())) {
      sample("bascule_slot", Map.of("slot", slot.slot().name(), "version", version(device, slot),
          "standing", slot.standing().name().toLowerCase(Locale.ROOT)), 1);
    }
    perSlot("bascule_slot_booted", "Whether the slot runs.", device.boot().booted());
    perSlot("bascule_slot_primary", "Whether the slot boots next.",
        device.boot().primary());
    head("bascule_state", "Where the device stands.");
    sample("bascule_state", Map.of("state", device.state().word()), 1);
    head("bascule_floor", "Images with a lower release counter are refused.");
    sample("bascule_floor", Map.of(), device.ledger().floor());
    head("bascule_quarantined_images", "Images that failed here and are not tried again.");
    sample("bascule_quarantined_images", Map.of(), device.ledger().quarantine().size());
    LastLook look = device.lastLook();
    if (look != null) {
      head("bascule_last_look_timestamp_seconds", "When the repository was looked at last.");
      sample("bascule_last_look_timestamp_seconds", Map.of(), look.at().getEpochSecond());
    }
    events(device);
  }

  private void events(DeviceView device) {
    Map<String, Long> counts = new TreeMap<>();
    Map<String, Long> last = new TreeMap<>();
    for (Entry entry : device.history().entries()) {
      String event = EntryJson.json(entry).path("event").asText();
      if (OUTCOMES.contains(event)) {
        counts.merge(event, 1L, Long::sum);
        last.put(event, entry.at().getEpochSecond());
      }
    }
    head("bascule_journal_events", "Events in the journal as far as it is kept.");
    counts
        .forEach((event, count) -> sample("bascule_journal_events", Map.of("event", event), count));
    head("bascule_journal_event_timestamp_seconds",
        "When an event of that kind was last recorded.");
    last.forEach((event, at) -> sample("bascule_journal_event_timestamp_seconds",
        Map.of("event", event), at));
  }

  private void perSlot(String name, String help,
      @Nullable Slot which) {
    head(name, help);
    for (Slot slot : Slot.values()) {
      sample(name, Map.of("slot", slot.name()), slot == which ? 1 : 0);
    }
  }

  private static String version(DeviceView device, SlotState slot) {
    return device.content(slot.slot()).map(image -> image.version().toString()).orElse("");
  }

  private void head(String name, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(" gauge\n");
  }

  private void sample(String name, Map<String, String> labels, long value) {
    text.append(name);
    if (!labels.isEmpty()) {
      StringBuilder list = new StringBuilder();
      new TreeMap<>(labels).forEach((label, words) -> list.append(list.isEmpty() ? "" : ",")
          .append(label)
          .append("=\"")
          .append(words.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
          .append('"'));
      text.append('{').append(list).append('}');
    }
    text.append(' ').append(value).append('\n');
  }
}
