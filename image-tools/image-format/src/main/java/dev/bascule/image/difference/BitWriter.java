package dev.bascule.image.difference;

import java.io.ByteArrayOutputStream;

/** An arithmetic coder with 32-bit bounds, without carry: bytes go out as soon as both bounds agree on them. */
final class BitWriter implements BitCoder {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long low;
  private long high = 0xffffffffL;

  @Override
  public int code(int bit, int one) {
    long middle = low + (((high - low) * one) >>> PRECISION);
    if (bit == 1) {
      high = middle;
    } else {
      low = middle + 1;
    }
    while (((low ^ high) & 0xff000000L) == 0) {
      out.write((int) (high >>> 24));
      low = (low << 8) & 0xffffffffL;
      high = ((high << 8) & 0xffffffffL) | 0xff;
    }
    return bit;
  }

  /** Everything that was coded. Zeros follow for a reader that looks further. */
  byte[] finish() {
    if (low > 0) {
      // The shortest number between the bounds.
      int bytes = 1;
      long value = 0;
      for (; bytes < Integer.BYTES; bytes++) {
        long unit = 1L << (Integer.SIZE - Byte.SIZE * bytes);
        value = (low + unit - 1) / unit * unit;
        if (value <= high) {
          break;
        }
      }
      value = bytes == Integer.BYTES ? low : value;
      for (int i = 0; i < bytes; i++) {
        out.write((int) (value >>> (24 - 8 * i)));
      }
    }
    return out.toByteArray();
  }
}
