package dev.bascule.updater.device;

import dev.bascule.bootctl.sys.MappedFiles;
import dev.bascule.bootctl.sys.ProcessPriority;
import dev.bascule.updater.config.DeviceSettings;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Long work lets others go first. Where the kernel, a container or a unit's filter of system calls does not let this process
 * yield, its work is done all the same.
 */
final class Courtesy {

  private static final Path PROC = Path.of("/proc");

  private Courtesy() {}

  /** Lets others go first from now on, as the configuration says. */
  static void begin(DeviceSettings settings) {
    attempt(() -> ProcessPriority.yieldProcessor(PROC, settings.nice()));
    attempt(() -> ProcessPriority.yieldMedia(PROC, settings.media()));
    attempt(() -> MappedFiles.giveBack(PROC));
  }

  /** Something that may be refused. */
  private interface Favour {
    void ask() throws IOException;
  }

  private static void attempt(Favour favour) {
    try {
      favour.ask();
    } catch (IOException e) {
      // As the class says: no update fails for want of manners.
    }
  }
}
