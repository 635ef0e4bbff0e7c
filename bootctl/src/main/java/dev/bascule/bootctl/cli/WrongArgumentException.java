package dev.bascule.bootctl.cli;

/** The command line asks for something that cannot be meant; the message says what was expected and found. */
final class WrongArgumentException extends Exception {
  private static final long serialVersionUID = 1L;

  WrongArgumentException(String message) {
    super(message);
  }
}
