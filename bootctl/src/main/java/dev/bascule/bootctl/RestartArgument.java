package dev.bascule.bootctl;

import java.util.Optional;

/**
 * A boot control whose activation takes effect only if the machine is restarted with an argument for
 * its firmware.
 */
public interface RestartArgument {

  /**
   * What to give {@link dev.bascule.bootctl.sys.SystemReboot#restart(String)} for the next boot to be
   * the one that was chosen; empty if an ordinary restart does. A restart by systemd needs nothing: it
   * has been told already. Writes nothing.
   */
  Optional<String> readRestartArgument() throws BootException;
}
