package dev.bascule.updater.install;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.Volume;
import java.io.IOException;
import java.util.Set;

/** The devices that hold each slot's volumes. */
public interface SlotVolumes {

  /** The roles that every slot of this device has a volume for. */
  Set<String> roles();

  /**
   * Opens a slot's volume past the page cache, where the medium allows it.
   *
   * @throws IOException if the role has no volume or it cannot be opened
   */
  Volume open(Slot slot, String role, Access access) throws IOException;
}
