package dev.bascule.image.difference;

/** Reads what {@link BitWriter} wrote. Behind the end there are zeros: any bytes are the code of something. */
final class BitReader implements BitCoder {

  private final byte[] data;
  private final int end;
  private int next;
  private long low;
  private long high = 0xffffffffL;
  private long code;

  BitReader(byte[] data, int length) {
    this.data = data;
    this.end = length;
    for (int i = 0; i < Integer.BYTES; i++) {
      code = (code << 8) | nextByte();
    }
  }

  @Override
  public int code(int ignored, int one) {
    long middle = low + (((high - low) * one) >>> PRECISION);
    int bit;
    if (code <= middle) {
      bit = 1;
      high = middle;
    } else {
      bit = 0;
      low = middle + 1;
    }
    while (((low ^ high) & 0xff000000L) == 0) {
      low = (low << 8) & 0xffffffffL;
      high = ((high << 8) & 0xffffffffL) | 0xff;
      code = ((code << 8) & 0xffffffffL) | nextByte();
    }
    return bit;
  }

  private int nextByte() {
    return next < end ? data[next++] & 0xff : 0;
  }
}
