package dev.bascule.image.tuf;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** Writes DER, and what is nearly DER. */
final class Der {

  private Der() {}

  static byte[] sequence(byte[]... elements) {
    return element(0x30, join(elements));
  }

  static byte[] integer(BigInteger value) {
    return element(2, value.toByteArray());
  }

  static byte[] padded(BigInteger value) {
    return join(new byte[1], value.toByteArray());
  }

  static byte[] element(int tag, byte[] content) {
    int length = content.length;
    byte[] head = length < 0x80
        ? new byte[]{(byte) tag, (byte) length}
        : new byte[]{(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    return join(head, content);
  }

  static byte[] bytes(BigInteger value, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[length - 1 - i] = value.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
