package dev.bascule.publisher.cli;

import dev.bascule.image.tuf.KeyFamily;

/** How many keys of a family must sign, on the command line: {@code post-quantum:1}. */
record FamilyMinimum(KeyFamily family, int number) {

  /**
   * Reads {@code FAMILY:N}.
   *
   * @throws IllegalArgumentException for anything else
   */
  static FamilyMinimum parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0 || !text.substring(colon + 1).matches("[0-9]{1,4}")) {
      throw new IllegalArgumentException(
          "expected FAMILY:N, such as post-quantum:1, found " + text);
    }
    return new FamilyMinimum(KeyFamily.parse(text.substring(0, colon)),
        Integer.parseInt(text.substring(colon + 1)));
  }
}
