package dev.bascule.updater.device;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.image.tile.TileLayout;
import dev.bascule.updater.install.InstallProgress;
import dev.bascule.updater.install.InstallProgress.Phase;
import dev.bascule.updater.install.VolumeCheck;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a slot whole and says whether its data is what was signed: at full speed, and without anything but its manifest. Hash
 * trees are not looked at: a system from the factory may have none, and runs all the same.
 */
final class SlotProof {

  private final ConfiguredVolumes volumes;
  private final InstallProgress progress;

  SlotProof(ConfiguredVolumes volumes, InstallProgress progress) {
    this.volumes = volumes;
    this.progress = progress;
  }

  /**
   * Reads a slot.
   *
   * @param manifest what was signed for it, or null where nobody knows
   */
  Proof prove(Slot slot, @Nullable ImageManifest manifest) throws IOException {
    if (manifest == null) {
      return new Proof.Unknown("slot " + slot + ": nothing says what was signed for it");
    }
    for (VolumeImage image : manifest.volumes()) {
      try (Volume volume = volumes.open(slot, image.role(), Access.READ)) {
        VolumeCheck check = new VolumeCheck(image, volume);
        TileLayout layout = image.layout();
        if (!check.isSigned(check.readTable((tile, _, _) -> progress.advance(image.role(),
            Phase.READ_BACK, layout.end(tile), image.size())))) {
          return new Proof.Damaged(volume.name() + ": does not hold what was signed");
        }
      }
    }
    return new Proof.Whole(manifest.version());
  }
}
