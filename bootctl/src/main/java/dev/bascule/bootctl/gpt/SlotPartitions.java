package dev.bascule.bootctl.gpt;

import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.booted.SlotIdentity;
import dev.bascule.bootctl.device.BlockDevice;
import dev.bascule.bootctl.device.BlockDevices;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The partitions whose attributes are the slots', and those that belong to the same slots.
 *
 * @param a the number of slot A's partition
 * @param setA slot A's partitions, that one included
 */
record SlotPartitions(int a, int b, List<GptEntry> setA, List<GptEntry> setB,
    List<BlockDevice> nodes) {
  /**
   * Types of which a disk has one partition for each slot, in the slots' order: Bottlerocket's BOOT, ROOT
   * and HASH, ChromeOS's kernel and root.
   */
  private static final Set<Guid> PAIRED = Set.of(
      Guid.parse("6b636168-7420-6568-2070-6c616e657421"),
      Guid.parse("5526016a-1a97-4ea4-b39a-b7c8c6ca4502"),
      Guid.parse("598f10af-c955-4456-6a99-7720068a6cea"),
      Guid.parse("fe3a2a5d-4f32-41a7-b725-accc3285a309"),
      Guid.parse("3cb8e202-3b7e-47dd-8a3c-7ff2a13cfcec"));

  static SlotPartitions find(GptTable table, Path disk, VolumeSpec specA, VolumeSpec specB,
      Host host)
      throws BootException {
    var nodes = new BlockDevices(host).byNode(disk).map(BlockDevice::partitions).orElse(List.of());
    int a = number(table, disk, specA, nodes, host);
    int b = number(table, disk, specB, nodes, host);
    if (a == b) {
      throw new BootException(
          disk + ": " + specA + " and " + specB + " are the same partition, number " + a,
          "name a different partition for each slot in the configuration");
    }
    return new SlotPartitions(a, b, set(table, a, a < b ? 0 : 1), set(table, b, a < b ? 1 : 0),
        nodes);
  }

  private static int number(GptTable table, Path disk, VolumeSpec spec, List<BlockDevice> nodes,
      Host host)
      throws BootException {
    if (!(spec instanceof VolumeSpec.Node(var path))) {
      return table.find(spec, disk.toString()).number();
    }
    var device = new BlockDevices(host).byNode(path)
        .filter(nodes::contains)
        .orElseThrow(() -> new BootException(path + ": expected a partition of " + disk + ", found "
            + nodes.stream().map(BlockDevice::name).toList(),
            "name it by PARTLABEL= or PARTUUID="));
    return device.partition().orElseThrow();
  }

  private static List<GptEntry> set(GptTable table, int number, int order) {
    var own = table.entry(number);
    var paired = PAIRED.stream()
        .map(type -> table.partitions()
            .stream()
            .filter(entry -> entry.type().equals(type))
            .toList())
        .filter(ofType -> ofType.size() == 2)
        .map(ofType -> ofType.get(order))
        .filter(entry -> entry.number() != number);
    return Stream.concat(Stream.of(own), paired).toList();
  }

  GptSlots slots(GptTable table, @Nullable Slot booted) {
    return new GptSlots(booted, a < b ? Slot.A : Slot.B, table.entry(a).attributes(),
        table.entry(b).attributes());
  }

  GptTable apply(GptTable table, GptSlots slots) {
    return table.withAttributes(a, slots.a()).withAttributes(b, slots.b());
  }

  /** Other partitions that a loader would choose among these, in sentences. */
  List<String> rivals(GptTable table) {
    var types = List.of(table.entry(a).type(), table.entry(b).type());
    return table.partitions()
        .stream()
        .filter(entry -> entry.number() != a && entry.number() != b)
        .filter(entry -> types.contains(entry.type()) && entry.attributes().bootable())
        .map(entry -> "partition " + entry.number() + " (" + entry.name()
            + ") is of a slot's type and bootable too: " + entry.attributes())
        .toList();
  }

  SlotIdentity identity(Slot slot) {
    var set = switch (slot) {
      case A -> setA;
      case B -> setB;
    };
    Set<UUID> uuids = set.stream().map(entry -> entry.unique().value()).collect(Collectors.toSet());
    Set<String> labels = set.stream()
        .map(GptEntry::name)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
    Set<Integer> numbers = set.stream().map(GptEntry::number).collect(Collectors.toSet());
    var devices = new HashSet<String>();
    for (var node : nodes) {
      node.partition().ifPresent(number -> {
        if (numbers.contains(number)) {
          devices.add(node.name());
        }
      });
    }
    return new SlotIdentity(slot, Set.of(slot.name(), slot.name().toLowerCase(Locale.ROOT)), uuids,
        labels,
        devices);
  }
}
