package dev.bascule.lab.loader;

/** What every loader here tells the kernel besides the root and the slot. */
final class Kernel {

  /** On a PC: messages on the serial port; after a panic the machine starts anew at once. */
  static final String OPTIONS = "panic=-1 console=ttyS0 quiet no_timer_check";

  /** The same on QEMU's ARM board. */
  static final String ARM_OPTIONS = "panic=-1 console=ttyAMA0 quiet";

  private Kernel() {}
}
