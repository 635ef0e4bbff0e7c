package dev.bascule.bootctl.uboot;

/** Why bytes are no environment of U-Boot's. */
final class MalformedEnvironmentException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedEnvironmentException(String message) {
    super(message);
  }
}
