package dev.bascule.image.difference;

/** Reads a column that {@link ColumnWriter} wrote, and nothing beyond it. */
final class ColumnReader {

  private static final int BITS = 35;

  private final Column column;
  private byte[] bytes = new byte[0];
  private int at;
  private int end;

  ColumnReader(Column column) {
    this.column = column;
  }

  /** An array of at least a length for the column's bytes, which are read from its first on. */
  byte[] begin(int length) {
    if (bytes.length < length) {
      bytes = new byte[length];
    }
    at = 0;
    end = length;
    return bytes;
  }

  int position() {
    return at;
  }

  boolean hasMore() {
    return at < end;
  }

  int takeByte() throws MalformedDifferenceException {
    if (at == end) {
      throw tooShort();
    }
    return bytes[at++];
  }

  void takeBytes(byte[] target, int from, int length) throws MalformedDifferenceException {
    if (length > end - at) {
      throw tooShort();
    }
    System.arraycopy(bytes, at, target, from, length);
    at += length;
  }

  int takeNumber() throws MalformedDifferenceException {
    int number = 0;
    for (int shift = 0; shift < BITS; shift += 7) {
      int next = takeByte();
      number |= (next & 0x7f) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new MalformedDifferenceException(column + ": a number of more than five bytes");
  }

  int takeSigned() throws MalformedDifferenceException {
    int number = takeNumber();
    return (number >>> 1) ^ -(number & 1);
  }

  void requireEnd() throws MalformedDifferenceException {
    if (at != end) {
      throw new MalformedDifferenceException(
          column + ": expected nothing more, found " + (end - at) + " bytes");
    }
  }

  private MalformedDifferenceException tooShort() {
    return new MalformedDifferenceException(column + ": ends after " + end + " bytes, too early");
  }
}
