package dev.bascule.bootctl.booted;

import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.device.BlockDevice;
import dev.bascule.bootctl.device.BlockDevices;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Tells which slot a device belongs to, however it is referred to. */
final class SlotDevices {
  private static final int MAX_DEVICES = 64;
  private static final Pattern PART_UUID = Pattern
      .compile(
          "PARTUUID=(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})(?:/PARTNROFF=-?\\d{1,3})?");
  private static final String PART_LABEL = "PARTLABEL=";
  private static final String BY_UUID = "/dev/disk/by-partuuid/";
  private static final String BY_LABEL = "/dev/disk/by-partlabel/";

  private final List<SlotIdentity> slots;
  private final BlockDevices devices;
  private final Host host;

  SlotDevices(List<SlotIdentity> slots, Host host) {
    this.slots = slots;
    this.devices = new BlockDevices(host);
    this.host = host;
  }

  /** The slot of {@code PARTUUID=…}, {@code PARTLABEL=…} or {@code /dev/…}, as after {@code root=}. */
  Optional<Slot> ofReference(String reference) {
    var uuid = PART_UUID.matcher(reference);
    if (uuid.matches()) {
      return ofUuid(uuid.group(1));
    }
    if (reference.startsWith(PART_LABEL)) {
      return ofLabel(reference.substring(PART_LABEL.length()));
    }
    if (reference.startsWith(BY_UUID)) {
      return ofUuid(reference.substring(BY_UUID.length()));
    }
    if (reference.startsWith(BY_LABEL)) {
      return ofLabel(reference.substring(BY_LABEL.length()));
    }
    if (!reference.startsWith("/dev/") || reference.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    String name = reference.substring("/dev/".length());
    return one(slot -> slot.devices().contains(name))
        .or(() -> devices.byNode(host.dev().resolve(Path.of(name))).flatMap(this::ofDevice));
  }

  /** The slot whose partitions' GUIDs, and no other slot's, occur in a device-mapper table. */
  Optional<Slot> ofTable(String table) {
    var uuids = PART_UUID.matcher(table)
        .results()
        .map(match -> match.group(1).toLowerCase(Locale.ROOT))
        .toList();
    return one(slot -> slot.partUuids().stream().anyMatch(uuid -> uuids.contains(uuid.toString())));
  }

  /** The slot of a device or of what it stands on, through mappings and loops. */
  Optional<Slot> ofDevice(BlockDevice device) {
    var under = new HashSet<BlockDevice>();
    collect(device, under);
    return one(slot -> under.stream().anyMatch(each -> is(each, slot)));
  }

  private static void collect(BlockDevice device, Set<BlockDevice> into) {
    if (into.size() < MAX_DEVICES && into.add(device)) {
      device.slaves().forEach(slave -> collect(slave, into));
    }
  }

  private static boolean is(BlockDevice device, SlotIdentity slot) {
    return slot.devices().contains(device.name())
        || device.backingFile().filter(slot.devices()::contains).isPresent()
        || device.property("PARTNAME").filter(slot.partLabels()::contains).isPresent()
        || device.property("PARTUUID").filter(text -> hasUuid(slot, text)).isPresent();
  }

  private Optional<Slot> ofUuid(String text) {
    return one(slot -> hasUuid(slot, text));
  }

  private Optional<Slot> ofLabel(String label) {
    return one(slot -> slot.partLabels().contains(label));
  }

  private static boolean hasUuid(SlotIdentity slot, String text) {
    return slot.partUuids().stream().anyMatch(uuid -> uuid.toString().equalsIgnoreCase(text));
  }

  /** What fits both slots tells nothing. */
  private Optional<Slot> one(Predicate<SlotIdentity> fits) {
    var found = slots.stream().filter(fits).map(SlotIdentity::slot).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }
}
