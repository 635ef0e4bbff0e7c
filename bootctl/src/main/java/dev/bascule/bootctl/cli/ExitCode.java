package dev.bascule.bootctl.cli;

/** How the command ends. The numbers are stable: scripts read them. */
final class ExitCode {
  static final int OK = 0;
  static final int ERROR = 1;
  static final int USAGE = 2;
  static final int REFUSED = 3;

  private ExitCode() {}
}
