package dev.bascule.bootctl.sys;

import com.sun.jna.NativeLong;
import dev.bascule.bootctl.BootControl;
import dev.bascule.bootctl.BootException;
import dev.bascule.bootctl.RestartArgument;
import java.util.Optional;

/**
 * Restarts the machine at once by reboot(2), after all data is on the disks. Services are not stopped:
 * it is for a system without an init that could be asked.
 */
public final class SystemReboot {
  private static final int MAGIC1 = 0xfee1dead;
  private static final int MAGIC2 = 672274793;
  private static final int RESTART = 0x01234567;
  private static final int RESTART2 = 0xa1b2c3d4;

  private SystemReboot() {}

  /**
   * Restarts so that what was last asked of a boot control takes effect: with the argument that it names, if it
   * names one; returns only by an exception.
   */
  public static void restart(BootControl control) throws BootException {
    var argument = control instanceof RestartArgument named
        ? named.readRestartArgument()
        : Optional.<String>empty();
    if (argument.isPresent()) {
      restart(argument.get());
    } else {
      restart();
    }
  }

  /** Restarts; returns only by an exception. */
  public static void restart() throws BootException {
    call(RESTART, "");
  }

  /**
   * Restarts with an argument for the firmware, {@code "0 tryboot"} for instance
   * (LINUX_REBOOT_CMD_RESTART2); returns only by an exception.
   */
  public static void restart(String argument) throws BootException {
    if (argument.length() > 255 || argument.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "an argument for the firmware of " + argument.length() + " characters");
    }
    call(RESTART2, argument);
  }

  private static void call(int command, String argument) throws BootException {
    Libc.require();
    int number = Abi.running().reboot();
    Libc.sync();
    Libc.syscall(new NativeLong(number), MAGIC1, MAGIC2, command, argument);
    throw SystemCallException.last("reboot",
        argument.isEmpty() ? "the machine" : "the machine with " + argument);
  }
}
