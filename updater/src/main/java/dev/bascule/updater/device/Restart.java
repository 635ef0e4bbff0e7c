package dev.bascule.updater.device;

import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.sys.SystemReboot;
import dev.bascule.updater.UpdaterException;
import dev.bascule.updater.config.RebootWay;
import java.io.IOException;
import java.util.List;

/** Restarts the device the way that the configuration says. */
final class Restart {

  private Restart() {}

  /**
   * Asks for the restart. By the kernel it does not return.
   *
   * @param control told the firmware already what it has to know, except what only the restart itself can say
   */
  static void now(RebootWay way, BootControl control) throws IOException {
    switch (way) {
      case RebootWay.Kernel _ -> SystemReboot.restart(control);
      case RebootWay.Command(var words) -> run(words);
    }
  }

  private static void run(List<String> words) throws IOException {
    try {
      int exit = new ProcessBuilder(words).inheritIO().start().waitFor();
      if (exit != 0) {
        throw new UpdaterException(
            String.join(" ", words) + ": expected exit status 0, found " + exit,
            "restart the device by hand; see [boot] reboot in the configuration");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking for a restart", e);
    }
  }
}
