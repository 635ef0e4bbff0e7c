package dev.bascule.image.difference;

/**
 * Machine code that names a place by its distance, in which four bytes follow: x86-64's calls and jumps, and what it
 * addresses relative to the instruction. When code moves, the distances change though the places are the same.
 */
final class Branch {

  /** Bytes of a distance. */
  static final int FIELD = 4;

  private static final byte NONE = 0;
  private static final byte ALWAYS = 1;
  private static final byte AFTER_ESCAPE = 2;
  private static final byte AFTER_OPERATION = 3;
  private static final int ESCAPE = 0x0f;

  /** What a byte before a distance may be. */
  private static final byte[] KINDS = new byte[256];

  /** Operations whose operand is often relative: moves, compares, arithmetic, loads of vectors. */
  private static final boolean[] OPERATIONS = new boolean[256];

  static {
    KINDS[0xe8] = ALWAYS;
    KINDS[0xe9] = ALWAYS;
    for (int condition = 0x80; condition <= 0x8f; condition++) {
      KINDS[condition] = AFTER_ESCAPE;
    }
    for (int register = 0; register < 8; register++) {
      KINDS[register << 3 | 5] = AFTER_OPERATION;
    }
    int[] operations = {0x03, 0x10, 0x11, 0x28, 0x29, 0x39, 0x3b, 0x63, 0x6f, 0x80, 0x81, 0x83,
        0x89, 0x8b, 0x8d, 0xb6, 0xb7, 0xc6, 0xc7, 0xff};
    for (int operation : operations) {
      OPERATIONS[operation] = true;
    }
  }

  private Branch() {}

  /**
   * Whether a distance follows a byte of some code.
   *
   * @param before the byte before it, 0 where there is none
   */
  static boolean endsAt(byte before, byte last) {
    return switch (KINDS[last & 0xff]) {
      case NONE -> false;
      case ALWAYS -> true;
      case AFTER_ESCAPE -> before == ESCAPE;
      default -> OPERATIONS[before & 0xff];
    };
  }

  /** A distance, lowest byte first. */
  static int read(byte[] code, int index) {
    return (code[index] & 0xff) | (code[index + 1] & 0xff) << 8 | (code[index + 2] & 0xff) << 16
        | code[index + 3] << 24;
  }

  static void write(byte[] code, int index, int distance) {
    code[index] = (byte) distance;
    code[index + 1] = (byte) (distance >> 8);
    code[index + 2] = (byte) (distance >> 16);
    code[index + 3] = (byte) (distance >> 24);
  }
}
