package dev.bascule.bootctl.grub;

/** Why bytes are not an environment block. */
final class MalformedBlockException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedBlockException(String message) {
    super(message);
  }
}
