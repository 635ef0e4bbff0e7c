package dev.bascule.bootctl.gpt;

/** Why one copy of a partition table is not valid. */
final class MalformedGptException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedGptException(String message) {
    super(message);
  }
}
