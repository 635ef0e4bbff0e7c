package dev.bascule.bootctl.choice;

import dev.bascule.bootctl.Host;
import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.booted.SlotIdentity;
import dev.bascule.bootctl.device.BlockDevice;
import dev.bascule.bootctl.device.BlockDevices;
import dev.bascule.bootctl.volume.VolumeSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * How a slot is recognised in the running system: what the loader calls it, and its root volume.
 *
 * @param bootname the loader's name for it, as in {@code rauc.slot=}
 */
public record SlotRoot(String bootname, VolumeSpec root) {

  /** The same as evidence is looked for. */
  public SlotIdentity identity(Slot slot, Host host) {
    var names = new HashSet<>(List.of(slot.name(), slot.name().toLowerCase(Locale.ROOT), bootname));
    Set<UUID> uuids = Set.of();
    Set<String> labels = Set.of();
    Set<String> devices = Set.of();
    if (root instanceof VolumeSpec.PartUuid(var uuid)) {
      uuids = Set.of(uuid);
    } else if (root instanceof VolumeSpec.PartLabel(var label)) {
      labels = Set.of(label);
    } else if (root instanceof VolumeSpec.Node(var path)) {
      devices = new BlockDevices(host).byNode(path)
          .map(BlockDevice::name)
          .map(Set::of)
          .orElse(Set.of(path.toString()));
    }
    return new SlotIdentity(slot, names, uuids, labels, devices);
  }
}
