package dev.bascule.bootctl.raspberrypi;

/** Why a text is no {@code autoboot.txt} that two slots can be chosen by. */
final class MalformedAutobootException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedAutobootException(String message) {
    super(message);
  }
}
