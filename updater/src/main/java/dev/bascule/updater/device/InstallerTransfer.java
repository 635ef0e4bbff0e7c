package dev.bascule.updater.device;

import dev.bascule.bootctl.Slot;
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
  private final InstallProgress progress;
  private @Nullable InstallReport report;

  InstallerTransfer(Installer installer, InstallProgress progress) {
    this.installer = installer;
    this.progress = progress;
  }

  @Override
  public void requireFits(CheckedImage image, Slot slot) throws IOException {
    installer.requireFits(image.manifest(), slot);
  }

  @Override
  public void install(CheckedImage image, Slot slot) throws IOException {
    report = installer.install(image.manifest(), image.files(), slot, progress);
  }

  /** What the install cost, if there was one. */
  public Optional<InstallReport> report() {
    return Optional.ofNullable(report);
  }
}
