package dev.bascule.updater.bus;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.SlotState;
import dev.bascule.updater.device.DeviceView;
import dev.bascule.updater.device.LastLook;
import dev.bascule.updater.progress.Progress;
import dev.bascule.updater.report.StateWords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/** The properties of {@link Updater1}, as values of the bus. */
final class DeviceProperties {

  private DeviceProperties() {}

  /** Those that only change when something was done. */
  static Map<String, Variant<?>> of(DeviceView device, long nextPoll) {
    Map<String, Variant<?>> properties = new LinkedHashMap<>();
    LastLook look = device.lastLook();
    properties.put("State", new Variant<>(device.state().word()));
    properties.put("Booted", new Variant<>(name(device.boot().booted())));
    properties.put("Primary", new Variant<>(name(device.boot().primary())));
    properties.put("Slots", new Variant<>(slots(device), "a{sa{sv}}"));
    properties.put("LastResult", new Variant<>(StateWords.of(device.state())));
    properties.put("LastLook", new Variant<>(look == null ? "" : look.at() + " " + look.summary()));
    properties.put("NextPoll", new Variant<>(new UInt64(nextPoll)));
    properties.put("Quarantine", new Variant<>(device.ledger()
        .quarantine()
        .stream()
        .map(entry -> entry.image().version() + ": " + entry.why())
        .toList(), "as"));
    properties.put("Version", new Variant<>(String.valueOf(
        DeviceProperties.class.getPackage().getImplementationVersion())));
    return properties;
  }

  /** Those that change while something is done. */
  static Map<String, Variant<?>> of(Progress progress) {
    Map<String, Variant<?>> map = new TreeMap<>();
    map.put("verb", new Variant<>(progress.verb()));
    map.put("phase", new Variant<>(progress.phase()));
    map.put("role", new Variant<>(progress.role()));
    map.put("done", new Variant<>(new UInt64(progress.done())));
    map.put("total", new Variant<>(new UInt64(progress.total())));
    map.put("rate", new Variant<>(new UInt64(progress.rate())));
    map.put("seconds_left", new Variant<>(progress.secondsLeft()));
    Map<String, Variant<?>> properties = new LinkedHashMap<>();
    properties.put("Operation", new Variant<>(progress.busy() ? progress.verb() : "idle"));
    properties.put("Progress", new Variant<>(map, "a{sv}"));
    return properties;
  }

  private static Map<String, Map<String, Variant<?>>> slots(DeviceView device) {
    Map<String, Map<String, Variant<?>>> slots = new TreeMap<>();
    for (SlotState slot : List.of(device.boot().a(), device.boot().b())) {
      Map<String, Variant<?>> facts = new TreeMap<>();
      facts.put("standing", new Variant<>(slot.standing().name().toLowerCase(Locale.ROOT)));
      facts.put("tries_left", new Variant<>(new UInt32(slot.triesLeft())));
      facts.put("detail", new Variant<>(slot.detail()));
      device.content(slot.slot()).ifPresent(image -> {
        facts.put("version", new Variant<>(image.version().toString()));
        facts.put("manifest_sha256", new Variant<>(image.digest().toString()));
      });
      slots.put(slot.slot().name(), facts);
    }
    return slots;
  }

  private static String name(@Nullable Slot slot) {
    return slot == null ? "" : slot.name();
  }
}
