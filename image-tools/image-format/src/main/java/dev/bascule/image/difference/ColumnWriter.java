package dev.bascule.image.difference;

import java.io.ByteArrayOutputStream;

/** Gathers a column. Numbers have seven bits to a byte, lowest first, the top bit saying that more follow. */
final class ColumnWriter {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  void clear() {
    out.reset();
  }

  int length() {
    return out.size();
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  void putByte(int value) {
    out.write(value);
  }

  void putBytes(byte[] bytes, int from, int length) {
    out.write(bytes, from, length);
  }

  /** A number, of which all 32 bits count. */
  void putNumber(int number) {
    int rest = number;
    while ((rest & ~0x7f) != 0) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  /** A number that is as often below zero as above. */
  void putSigned(int number) {
    putNumber((number << 1) ^ (number >> 31));
  }
}
