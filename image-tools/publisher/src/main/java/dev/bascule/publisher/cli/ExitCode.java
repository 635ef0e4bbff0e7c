package dev.bascule.publisher.cli;

/** What the command's exit status means. Scripts depend on it. */
final class ExitCode {

  /** Done. */
  static final int OK = 0;

  /** Something is broken or missing: a file, a key, a disk. */
  static final int ERROR = 1;

  /** The command line makes no sense. */
  static final int USAGE = 2;

  /** It would have hurt the fleet, or it needs someone else first. Nothing was changed. */
  static final int REFUSED = 3;

  /** Only of {@code plan}: something would change. */
  static final int CHANGES = 4;

  private ExitCode() {}
}
