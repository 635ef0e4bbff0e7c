package dev.bascule.bootctl.android;

/** Why 32 bytes are not a control block. */
final class MalformedControlBlockException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedControlBlockException(String message) {
    super(message);
  }
}
