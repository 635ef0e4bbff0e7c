package dev.bascule.bootctl.efi;

/** Why a variable's bytes are not what they should be. */
final class MalformedEfiVariableException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedEfiVariableException(String message) {
    super(message);
  }
}
