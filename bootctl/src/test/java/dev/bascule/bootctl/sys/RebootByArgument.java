package dev.bascule.bootctl.sys;

import dev.bascule.bootctl.BootException;

/** A Java of its own that restarts the machine, or what it takes for the machine. Only for a namespace. */
public final class RebootByArgument {
  private RebootByArgument() {}

  public static void main(String[] arguments) {
    try {
      if (arguments.length == 0) {
        SystemReboot.restart();
      } else {
        SystemReboot.restart(arguments[0]);
      }
    } catch (BootException e) {
      System.out.println(e.getMessage() + "\n" + e.remedy());
    }
  }
}
