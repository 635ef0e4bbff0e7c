package dev.bascule.bootctl.booted;

import dev.bascule.bootctl.Slot;
import java.util.Set;
import java.util.UUID;

/**
 * By what a slot can be recognised from inside the system that was booted from it.
 *
 * @param names what {@code bascule.slot=} and {@code rauc.slot=} call it
 * @param partUuids the GUIDs of its partitions
 * @param partLabels the names of its partitions
 * @param devices the kernel's names of its devices: {@code sda2}
 */
public record SlotIdentity(Slot slot, Set<String> names, Set<UUID> partUuids,
    Set<String> partLabels,
    Set<String> devices) {

  public SlotIdentity {
    names = Set.copyOf(names);
    partUuids = Set.copyOf(partUuids);
    partLabels = Set.copyOf(partLabels);
    devices = Set.copyOf(devices);
  }
}
