package dev.bascule.lab.cli;

/** What the command ends with. */
final class ExitCode {

  static final int DONE = 0;
  /** Something went wrong; standard error says what. */
  static final int FAILED = 1;
  /** The machine would not boot. */
  static final int NOTHING_BOOTABLE = 3;

  private ExitCode() {}
}
