package dev.bascule.lab.system;

import java.util.Locale;

/** What is wrong with a release of the full system. */
public enum Fault {
  /** Nothing: it comes up and passes its health checks. */
  NONE,
  /** A health check fails. */
  FAILED_CHECK,
  /** A health check takes memory without end. */
  HUNGRY_CHECK,
  /** A unit fails while the system starts. */
  FAILED_UNIT,
  /** A file system that it needs is not there, and systemd goes to emergency mode. */
  NO_MOUNT,
  /** The kernel panics while the system starts. */
  PANIC,
  /** It comes up and is confirmed, and the kernel panics at each later start. */
  CRASH_LOOP,
  /** The first process crashes, and does nothing any more: the watchdog is not fed. */
  INIT_HANG;

  /** Its name in the release, and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the console shows of it, as a regular expression. */
  public String sign() {
    return this == NO_MOUNT ? "You are in emergency mode" : "LAB fault " + word();
  }
}
