package dev.bascule.updater.install;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.Volume;
import java.util.Set;

/**
 * The slots of a device that runs slot A, with a root each.
 *
 * @param running slot A's
 * @param target slot B's
 */
record TwoSlots(Volume running, Volume target) implements SlotVolumes {

  @Override
  public Set<String> roles() {
    return Set.of("root");
  }

  @Override
  public Volume open(Slot slot, String role, Access access) {
    return slot == Slot.A ? running : target;
  }
}
