package dev.bascule.updater.cli;

/** What the command's exit status means. Scripts depend on it. */
final class ExitCode {

  /** Done, or nothing had to be done. */
  static final int OK = 0;

  /** Something failed: a source, a medium, a file. */
  static final int ERROR = 1;

  /** The command line makes no sense. */
  static final int USAGE = 2;

  /** It would break a rule; nothing was changed. */
  static final int REFUSED = 3;

  /** {@code check}: there is nothing to take up. */
  static final int NOTHING = 4;

  /** {@code confirm}: the running system failed its checks. */
  static final int UNHEALTHY = 5;

  /** Another command is at work on the device. */
  static final int BUSY = 6;

  /** {@code scrub}: a slot does not hold what was signed, and was not repaired. */
  static final int DAMAGED = 7;

  private ExitCode() {}
}
