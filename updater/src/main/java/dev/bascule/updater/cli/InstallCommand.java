package dev.bascule.updater.cli;

import dev.bascule.updater.device.Device;
import dev.bascule.updater.device.Installed;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Installs into the slot that does not run; the boot loader does not learn of it. */
@Command(name = "install",
    description = "Write an image to the slot that does not run, verified, and leave it there: bascule activate is next.",
    footer = {
        "", "Interrupted at any point, it goes on where it was when it is run again.", "",
        "Example: from a stick, and through a pipe:",
        "  bascule install /media/stick/update.bascule",
        "  ssh depot cat update.bascule | bascule install -"})
final class InstallCommand extends ImageVerb {

  @Override
  Installed take(Device device, ProgressBar bar) throws IOException {
    return device.install(supply(), version(), bar);
  }
}
