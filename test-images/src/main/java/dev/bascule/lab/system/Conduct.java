package dev.bascule.lab.system;

import java.util.Locale;

/** What a slot's system does once it is booted. */
public enum Conduct {
  /** Comes up and passes its health check. */
  HEALTHY,
  /** Comes up and fails its health check. */
  SICK,
  /** The kernel panics after the root is mounted. */
  PANICS,
  /** There is no first process: the kernel panics. */
  NO_INIT,
  /** The first process stops doing anything; the watchdog is not fed. */
  HANGS,
  /** Comes up once and is healthy; at each later start the kernel panics. */
  CRASHES_LATER;

  /** Its name in the slot. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
