package dev.bascule.updater.device;

import dev.bascule.bootctl.sys.ProcessPriority;
import dev.bascule.updater.config.DeviceSettings;
import java.io.IOException;
import java.nio.file.Path;

/** Long work lets others go first. */
final class Courtesy {

  private Courtesy() {}

  /** Lets others go first from now on, as the configuration says. */
  static void begin(DeviceSettings settings) {
    try {
      ProcessPriority.set(Path.of("/proc"), settings.nice(), settings.media());
    } catch (IOException e) {
      // Where the kernel does not let this process yield, its work has to be done all the same.
    }
  }
}
