package dev.bascule.updater.device;

import dev.bascule.bootctl.Slot;
import dev.bascule.image.manifest.ImageManifest;
import dev.bascule.updater.check.CheckedImage;
import dev.bascule.updater.install.InstallProgress;
import dev.bascule.updater.install.InstallReport;
import dev.bascule.updater.install.Installer;
import dev.bascule.updater.update.Transfer;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The transfer by the {@link Installer}, which remembers what it cost. */
public final class InstallerTransfer implements Transfer {

  private final Installer installer;
  private final @Nullable ImageManifest held;
  private final InstallProgress progress;
  private @Nullable InstallReport report;

  /**
   * A transfer into the slot that does not run.
   *
   * @param held what the running slot holds, or null where that is not known
   */
  InstallerTransfer(Installer installer, @Nullable ImageManifest held, InstallProgress progress) {
    this.installer = installer;
    this.held = held;
    this.progress = progress;
  }

  @Override
  public void requireFits(CheckedImage image, Slot slot) throws IOException {
    installer.requireFits(image.manifest(), slot);
  }

  @Override
  public void install(CheckedImage image, Slot slot) throws IOException {
    report = installer.install(image.manifest(), image.files(), slot, held, progress);
  }

  /** What the install cost, if there was one. */
  public Optional<InstallReport> report() {
    return Optional.ofNullable(report);
  }
}
