package dev.bascule.updater.install;

import dev.bascule.bootctl.Slot;
import dev.bascule.bootctl.sys.Access;
import dev.bascule.bootctl.volume.Volume;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.image.manifest.VolumeImage;
import dev.bascule.updater.install.InstallException.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes an image into a slot that the boot loader does not boot. When {@link #install} returns, every volume was
 * written, synced, read back uncached and found to be the signed one; only then may the slot be activated.
 *
 * <p>Killed at any point, it can simply be called again: what the slot already holds is neither fetched nor written a
 * second time. The caller has verified the manifest and disabled the slot.
 */
public final class Installer {

  private final SlotVolumes volumes;
  private final InstallSettings settings;

  public Installer(SlotVolumes volumes, InstallSettings settings) {
    this.volumes = volumes;
    this.settings = settings;
  }

  /**
   * Refuses an image that does not fit a slot, before anything is touched: each of its volumes must have a device of
   * its role, large enough for data and hash tree, and no device may be left without a volume.
   *
   * @throws InstallException with {@link Fault#DOES_NOT_FIT}
   */
  public void requireFits(ImageManifest image, Slot slot) throws IOException {
    for (String role : volumes.roles()) {
      if (image.volume(role).isEmpty()) {
        throw doesNotFit(image, "has no volume for the role " + role + ", which slots here have");
      }
    }
    for (VolumeImage volume : image.volumes()) {
      if (!volumes.roles().contains(volume.role())) {
        throw doesNotFit(image, "has a volume for the role " + volume.role()
            + ", which slots here do not have; they have " + volumes.roles());
      }
      try (Volume device = volumes.open(slot, volume.role(), Access.READ)) {
        if (device.size() < volume.deviceSize()) {
          throw doesNotFit(image, "needs " + volume.deviceSize() + " bytes for the volume "
              + volume.role() + "; " + device.name() + " has " + device.size());
        }
      }
    }
  }

  /**
   * Makes a slot hold an image.
   *
   * @param files where the image's files are
   * @param held what the running slot holds, or null where that is not known: deltas are made from it
   * @throws InstallException for what went wrong with the source, the payload or the medium
   */
  public InstallReport install(ImageManifest image, ImageFiles files, Slot slot,
      @Nullable ImageManifest held, InstallProgress progress) throws IOException {
    requireFits(image, slot);
    List<VolumePlan> plans = VolumePlan.of(image, held);
    progress.planned(plans);
    long start = System.nanoTime();
    List<InstallReport.VolumeReport> reports = new ArrayList<>();
    for (VolumeImage volume : image.volumes()) {
      try (Volume target = volumes.open(slot, volume.role(), Access.WRITE);
          Volume running = volumes.open(slot.other(), volume.role(), Access.READ)) {
        reports.add(new VolumeInstall(volume, plans.get(reports.size()), files, target,
            running, settings, progress).run());
      }
    }
    return new InstallReport(reports, Duration.ofNanos(System.nanoTime() - start));
  }

  private static InstallException doesNotFit(ImageManifest image, String why) {
    return new InstallException(Fault.DOES_NOT_FIT,
        "image " + image.name() + " " + image.version() + " " + why, null);
  }
}
