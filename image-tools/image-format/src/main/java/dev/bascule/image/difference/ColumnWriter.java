package dev.bascule.image.difference;

import java.io.ByteArrayOutputStream;

/** Gathers a column. Numbers have seven bits to a byte, lowest first, the top bit saying that more follow. */
public final class ColumnWriter {

  /** The most bytes that a number takes. */
  public static final int MAX_NUMBER = 5;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Forgets what was gathered. */
  public void clear() {
    out.reset();
  }

  /** Bytes gathered. */
  public int length() {
    return out.size();
  }

  /** What was gathered. */
  public byte[] bytes() {
    return out.toByteArray();
  }

  /** One byte, the lowest of a number. */
  public void putByte(int value) {
    out.write(value);
  }

  /** Bytes of an array. */
  public void putBytes(byte[] bytes, int from, int length) {
    out.write(bytes, from, length);
  }

  /** A number, of which all 32 bits count. */
  public void putNumber(int number) {
    int rest = number;
    while ((rest & ~0x7f) != 0) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  /** A number that is as often below zero as above. */
  public void putSigned(int number) {
    putNumber((number << 1) ^ (number >> 31));
  }
}
