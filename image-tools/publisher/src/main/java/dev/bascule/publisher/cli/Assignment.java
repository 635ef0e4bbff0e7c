package dev.bascule.publisher.cli;

/** Something for a role on the command line: {@code root=alice.pub}. */
record Assignment(String role, String value) {

  /**
   * Reads {@code ROLE=VALUE}.
   *
   * @throws IllegalArgumentException for anything else
   */
  static Assignment parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new IllegalArgumentException(
          "expected ROLE=VALUE, such as root=alice.pub, found " + text);
    }
    return new Assignment(text.substring(0, equals), text.substring(equals + 1));
  }

  /**
   * The value as a number.
   *
   * @param what it is, for the message
   * @throws IllegalArgumentException if it is none
   */
  int number(String what) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          what + " of " + role + ": expected a number, found " + value, e);
    }
  }
}
