package dev.bascule.bootctl.raspberrypi;

import dev.bascule.bootctl.BootException;

/** The file is there and chooses no partition that can be told. It can be made anew from the slot that runs. */
final class DamagedAutobootException extends BootException {
  private static final long serialVersionUID = 1L;

  DamagedAutobootException(String message, Throwable cause) {
    super(message, "look at what repair --dry-run would write, then repair", cause);
  }
}
