package dev.bascule.image.difference;

import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;

/** Reads a column that {@link ColumnWriter} wrote, and nothing beyond it. */
public final class ColumnReader {

  private static final int BITS = 35;

  private final String column;
  private byte[] bytes = new byte[0];
  private int at;
  private int end;

  /** A reader of a column that its errors name. */
  public ColumnReader(String column) {
    this.column = column;
  }

  /** An array of at least a length for the column's bytes, which are read from its first on. */
  public byte[] begin(int length) {
    if (bytes.length < length) {
      bytes = new byte[length];
    }
    at = 0;
    end = length;
    return bytes;
  }

  /**
   * Takes up a column that is stored as it is, or as a shorter zstd frame.
   *
   * @param before what such a frame continues; nothing where it stands alone
   * @param stored bytes of the data from {@code at} on
   * @param length the column's own bytes
   */
  public void load(FrameDecoder frames, ByteBuffer before, byte[] data, int at, int stored,
      int length) throws MalformedDifferenceException {
    byte[] target = begin(length);
    if (stored == length) {
      System.arraycopy(data, at, target, 0, length);
      return;
    }
    int decoded;
    try {
      decoded = frames.decodeAfter(before, data, at, stored, target, length);
    } catch (ZstdException e) {
      throw new MalformedDifferenceException(column + ": " + e.getMessage());
    }
    if (decoded != length) {
      throw new MalformedDifferenceException(
          column + ": expected " + length + " bytes, found " + decoded);
    }
  }

  /** How many bytes of it were taken. */
  public int position() {
    return at;
  }

  /** Whether something is left of it. */
  public boolean hasMore() {
    return at < end;
  }

  /** The next byte, with its sign. */
  public int takeByte() throws MalformedDifferenceException {
    if (at == end) {
      throw tooShort();
    }
    return bytes[at++];
  }

  /** Copies the next bytes. */
  public void takeBytes(byte[] target, int from, int length) throws MalformedDifferenceException {
    if (length > end - at) {
      throw tooShort();
    }
    System.arraycopy(bytes, at, target, from, length);
    at += length;
  }

  /** The next number, of which all 32 bits count. */
  public int takeNumber() throws MalformedDifferenceException {
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

  /** The next number that is as often below zero as above. */
  public int takeSigned() throws MalformedDifferenceException {
    int number = takeNumber();
    return (number >>> 1) ^ -(number & 1);
  }

  /** Refuses what is left over. */
  public void requireEnd() throws MalformedDifferenceException {
    if (at != end) {
      throw new MalformedDifferenceException(
          column + ": expected nothing more, found " + (end - at) + " bytes");
    }
  }

  /** The next number, which is to be in a range. */
  public int takeNumber(String what, int least, int most) throws MalformedDifferenceException {
    int number = takeNumber();
    if (number < least || number > most) {
      throw new MalformedDifferenceException(what + ": expected " + least + " to " + most
          + ", found " + Integer.toUnsignedString(number));
    }
    return number;
  }

  private MalformedDifferenceException tooShort() {
    return new MalformedDifferenceException(column + ": ends after " + end + " bytes, too early");
  }
}
