package dev.bascule.image.tuf;

import java.util.Arrays;
import java.util.Optional;

/**
 * An ECDSA signature on P-256 in DER (RFC 3279, section 2.2.3): a sequence of two integers, r and s. There is one way
 * to write each signature, and only that is read; the Java platform's own reader takes a second one
 * (docs/decisions/0013).
 */
final class EcdsaSignature {

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 2;
  /** Bytes of r, and of s. */
  private static final int WIDTH = 32;

  private EcdsaSignature() {}

  /**
   * Reads a signature.
   *
   * @return r and s, 32 bytes each, the highest first; empty if the bytes are not DER, or an integer is negative or too
   *     long. Whether they are in their range is for the arithmetic to say
   */
  static Optional<byte[]> fixedLength(byte[] der) {
    if (der.length < 2 || der[0] != SEQUENCE || der[1] != der.length - 2) {
      return Optional.empty();
    }
    byte[] both = new byte[2 * WIDTH];
    int end = readInteger(der, 2, both, 0);
    end = end < 0 ? end : readInteger(der, end, both, WIDTH);
    return end == der.length ? Optional.of(both) : Optional.empty();
  }

  /** Reads an integer at an index; the index behind it, or -1 if it is none. */
  private static int readInteger(byte[] der, int at, byte[] target, int to) {
    if (at + 2 > der.length || der[at] != INTEGER) {
      return -1;
    }
    int length = der[at + 1];
    int from = at + 2;
    int end = from + length;
    if (length < 1 || end > der.length || der[from] < 0) {
      return -1;
    }
    if (der[from] == 0 && length > 1) {
      if (der[from + 1] >= 0) {
        return -1;
      }
      from++;
    }
    byte[] digits = Arrays.copyOfRange(der, from, end);
    if (digits.length > WIDTH) {
      return -1;
    }
    System.arraycopy(digits, 0, target, to + WIDTH - digits.length, digits.length);
    return end;
  }
}
