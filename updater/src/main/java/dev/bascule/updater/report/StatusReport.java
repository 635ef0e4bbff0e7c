package dev.bascule.updater.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bascule.bootctl.BootState;
import dev.bascule.bootctl.SlotState;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.device.LastLook;
import dev.bascule.updater.journal.ImageRef;
import dev.bascule.updater.journal.Ledger;
import dev.bascule.updater.state.State;
import dev.bascule.updater.update.DeviceLock.Holder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Both slots, what is going on and what comes next.
 *
 * @param facts for machines
 * @param lines for people
 */
public record StatusReport(ObjectNode facts, List<String> lines) {

  public StatusReport {
    lines = List.copyOf(lines);
  }

  /** What a device has to say. */
  public static StatusReport of(DeviceView device) {
    String model = device.configuration().device().model();
    State state = device.state();
    BootState boot = device.boot();
    Ledger ledger = device.ledger();
    ObjectNode facts = JsonNodeFactory.instance.objectNode()
        .put("model", model)
        .put("state", state.word())
        .put("booted", boot.booted() == null ? null : boot.booted().name())
        .put("primary", boot.primary() == null ? null : boot.primary().name())
        .put("floor", ledger.floor());
    List<String> lines = new ArrayList<>();
    lines.add(model + ": " + StateWords.of(state));
    ArrayNode slots = facts.putArray("slots");
    for (SlotState slot : boot.slots().toList()) {
      Optional<ImageRef> image = device.content(slot.slot());
      slots.add(facts(slot, image));
      lines.add(line(slot, image, boot));
    }
    if (ledger.floor() > 0) {
      lines.add("  floor   release " + ledger.floor());
    }
    ArrayNode quarantine = facts.putArray("quarantine");
    ledger.quarantine().forEach(entry -> {
      quarantine.addObject()
          .put("version", entry.image().version().toString())
          .put("manifest_sha256", entry.image().digest().toString())
          .put("since", entry.since().toString())
          .put("why", entry.why());
      lines.add("  failed  " + entry.image().version() + " is not tried again: " + entry.why());
    });
    if (ledger.hold() != null) {
      facts.put("held", ledger.hold().version().toString());
      lines.add("  held    " + ledger.hold().version() + " by " + ledger.hold().by() + ": "
          + ledger.hold().why());
    }
    Holder busy = device.busy();
    if (busy != null) {
      facts.putObject("busy").put("verb", busy.verb()).put("process", busy.process());
      lines
          .add("  busy    bascule " + busy.verb() + " is at work (process " + busy.process() + ")");
    }
    LastLook look = device.lastLook();
    if (look != null) {
      facts.putObject("last_look").put("at", look.at().toString()).put("summary", look.summary());
      lines.add("  looked  " + look.at() + ": " + look.summary());
    }
    List<String> remarks = Stream
        .concat(boot.remarks().stream(), device.history().findings().stream())
        .toList();
    remarks.forEach(facts.putArray("remarks")::add);
    remarks.forEach(remark -> lines.add("  remark  " + remark));
    facts.put("next", StateWords.next(state));
    lines.add("  next    " + StateWords.next(state));
    return new StatusReport(facts, lines);
  }

  private static ObjectNode facts(SlotState slot, Optional<ImageRef> image) {
    ObjectNode facts = JsonNodeFactory.instance.objectNode()
        .put("slot", slot.slot().name())
        .put("standing", slot.standing().name().toLowerCase(Locale.ROOT))
        .put("tries_left", slot.triesLeft())
        .put("detail", slot.detail());
    image.ifPresent(known -> facts.put("version", known.version().toString())
        .put("manifest_sha256", known.digest().toString()));
    return facts;
  }

  private static String line(SlotState slot, Optional<ImageRef> image, BootState boot) {
    return String.format(Locale.ROOT, "  slot %s  %-9s %-8s %-8s %s", slot.slot(),
        image.map(known -> known.version().toString()).orElse("-"),
        slot.standing().name().toLowerCase(Locale.ROOT)
            + (slot.triesLeft() > 0 ? "(" + slot.triesLeft() + ")" : ""),
        slot.slot() == boot.booted() ? "runs" : "",
        slot.slot() == boot.primary() ? "boots next" : "").stripTrailing();
  }
}
