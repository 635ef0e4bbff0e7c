package dev.bascule.image.lz4;

import dev.bascule.image.difference.MalformedDifferenceException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Unpacks stretches of texts that LZ4 packed. A text can only be unpacked from its beginning on; who asks for stretches in
 * their order, or not far behind the last one, has it unpacked once.
 *
 * <p>Memory: the last {@value #KEPT} bytes or more, at most {@value #CAPACITY}. One thread uses one.
 */
public final class Unpacker {

  private static final int BLOCK = 4096;
  private static final int CAPACITY = 512 << 10;
  private static final int KEPT = 256 << 10;
  private static final int HALF = 4;
  private static final int LONG_COUNT = 15;
  private static final int MORE_FOLLOWS = 255;
  private static final int MOST = 1 << 30;
  /** Bytes of a packed text behind which no short sequence ends, nor what is copied to unpack it. */
  private static final int LONGEST_SHORT = 32;
  /** Bytes behind the unpacked ones that unpacking a short sequence may write to. */
  private static final int OVERRUN = 64;
  private static final int NO_TEXT = -1;
  private static final int NONE = -1;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final PackedInput in;
  private final SequenceListener listener;
  private final byte[] window = new byte[CAPACITY];
  private long text = NO_TEXT;
  private int windowAt;
  private int filled;
  private int token = NONE;
  private int run;
  private int literals;
  private int match;
  private int distance;
  private long begun;

  /** Is told of each sequence before its bytes are unpacked. */
  interface SequenceListener {
    /**
     * A sequence.
     *
     * @param packed where it stands in the volume
     * @param packedEnd where the next one stands
     * @param literals how many bytes stand for themselves
     * @param matched how many follow that repeat earlier ones; none at the text's end
     */
    void sequence(long packed, long packedEnd, int literals, int matched, int distance);
  }

  /** An unpacker of texts in a volume. */
  public Unpacker(VolumeReader volume) {
    this(volume, (packed, packedEnd, literals, matched, distance) -> {});
  }

  Unpacker(VolumeReader volume, SequenceListener listener) {
    this.in = new PackedInput(volume);
    this.listener = listener;
  }

  /**
   * Unpacks a stretch of a text.
   *
   * @param packed where the packed text begins in the volume
   * @param packedEnd where the block of the volume ends behind which nothing is needed
   * @param from where the stretch begins in the text
   * @param target is filled up to its limit; if the text ends within the last block of it, with zeros
   * @throws MalformedDifferenceException if nothing so long is packed there
   */
  public void unpack(long packed, long packedEnd, int from, ByteBuffer target)
      throws IOException {
    if (packed != text || from < windowAt) {
      begin(packed, packedEnd);
    }
    in.endAt(packedEnd);
    text = NO_TEXT; // until all went well
    int next = from;
    while (target.hasRemaining()) {
      int end = unpacked();
      if (next < end) {
        int length = Math.min(target.remaining(), end - next);
        target.put(window, next - windowAt, length);
        next += length;
      } else if (!step(next + target.remaining())) {
        fillUp(target, packed);
        return; // behind its end a text is not gone on with
      }
    }
    text = packed;
  }

  /**
   * Unpacks a whole text.
   *
   * @param packedEnd where the packed text ends
   * @param target receives it
   * @return its length
   * @throws MalformedDifferenceException if none is packed there, or one for which the target is too small
   */
  public int unpackAll(long packed, long packedEnd, ByteBuffer target) throws IOException {
    begin(packed, packedEnd);
    text = NO_TEXT;
    int length = 0;
    while (step(Integer.MAX_VALUE)) {
      int more = unpacked() - length;
      if (more > target.remaining()) {
        throw new MalformedDifferenceException("a packed text: expected no more than "
            + target.limit() + " bytes, found more");
      }
      target.put(window, filled - more, more);
      length += more;
    }
    return length;
  }

  /** Goes through a whole text, for whoever is told of its sequences. */
  void walk(long packed, long packedEnd) throws IOException {
    begin(packed, packedEnd);
    text = NO_TEXT;
    while (step(Integer.MAX_VALUE)) {
      // The listener is told.
    }
  }

  private void fillUp(ByteBuffer target, long packed) throws MalformedDifferenceException {
    int zeros = target.remaining();
    if (zeros >= BLOCK) {
      throw new MalformedDifferenceException("a packed text: expected more than "
          + unpacked() + " bytes to be packed at " + packed);
    }
    target.put(new byte[zeros]);
  }

  private void begin(long packed, long packedEnd) {
    in.begin(packed, packedEnd);
    windowAt = 0;
    filled = 0;
    token = NONE;
    literals = 0;
    match = 0;
  }

  private int unpacked() {
    return windowAt + filled;
  }

  /**
   * Unpacks some more, and not much more than to a place of the text; false at the end of the text.
   */
  private boolean step(int to) throws IOException {
    if (literals > 0) {
      makeRoom();
      int length = in.take(window, filled, Math.min(literals, CAPACITY - filled));
      literals -= length;
      filled += length;
      return true;
    }
    if (match > 0) {
      makeRoom();
      repeat(Math.min(match, CAPACITY - filled));
      return true;
    }
    if (token != NONE) {
      return beginMatch();
    }
    return unpackShort(to) || beginSequence();
  }

  /**
   * Unpacks sequences as long as they are short, as most are, and stand where nothing begins or ends. Copies eight bytes at a
   * time, of which those that are too many are overwritten by what follows.
   *
   * @return false if the next sequence is none of these
   */
  private boolean unpackShort(int to) {
    byte[] packed = in.stretch();
    int first = in.at();
    long begin = in.position() - first;
    int last = first + in.ready() - LONGEST_SHORT;
    int full = Math.min(to - windowAt, CAPACITY - OVERRUN);
    int at = first;
    while (at <= last && filled < full) {
      int counts = packed[at] & 0xff;
      int plain = counts >>> HALF;
      int matched = counts & LONG_COUNT;
      int behind = at + 1 + plain;
      int back = (short) SHORT.get(packed, behind) & 0xffff;
      if (plain == LONG_COUNT || matched == LONG_COUNT || back == 0 || back > filled + plain) {
        break;
      }
      copyEight(packed, at + 1, filled);
      copyEight(packed, at + 1 + Long.BYTES, filled + Long.BYTES);
      filled += plain;
      repeatShort(back, matched + Match.LEAST);
      listener.sequence(
          begin + at, begin + behind + Short.BYTES, plain, matched + Match.LEAST, back);
      at = behind + Short.BYTES;
    }
    in.skip(at - first);
    return at > first;
  }

  private void repeatShort(int back, int length) {
    if (back >= Long.BYTES) {
      for (int done = 0; done < length; done += Long.BYTES) {
        copyEight(window, filled - back + done, filled + done);
      }
    } else {
      for (int i = filled; i < filled + length; i++) {
        window[i] = window[i - back];
      }
    }
    filled += length;
  }

  private void copyEight(byte[] from, int at, int target) {
    LONG.set(window, target, (long) LONG.get(from, at));
  }

  private boolean beginSequence() throws IOException {
    if (!in.hasMore()) {
      return false;
    }
    begun = in.position();
    token = in.next();
    literals = count(token >>> HALF);
    run = literals;
    return true;
  }

  private boolean beginMatch() throws IOException {
    if (!in.hasMore()) {
      listener.sequence(begun, in.position(), run, 0, 0);
      token = NONE;
      return false;
    }
    distance = in.next() | (in.next() << Byte.SIZE);
    if (distance == 0 || distance > unpacked()) {
      throw new MalformedDifferenceException("a packed text: expected a distance of 1 to "
          + unpacked() + ", found " + distance);
    }
    match = count(token & LONG_COUNT) + Match.LEAST;
    token = NONE;
    listener.sequence(begun, in.position(), run, match, distance);
    return true;
  }

  private int count(int begin) throws IOException {
    long count = begin;
    if (begin == LONG_COUNT) {
      int more;
      do {
        more = in.next();
        count += more;
        if (count > MOST) {
          throw new MalformedDifferenceException(
              "a packed text: a sequence of more than " + MOST + " bytes");
        }
      } while (more == MORE_FOLLOWS);
    }
    return (int) count;
  }

  private void makeRoom() {
    if (filled == CAPACITY) {
      System.arraycopy(window, CAPACITY - KEPT, window, 0, KEPT);
      windowAt += CAPACITY - KEPT;
      filled = KEPT;
    }
  }

  private void repeat(int length) {
    int from = filled - distance;
    for (int done = 0; done < length;) {
      int piece = Math.min(length - done, distance + done);
      System.arraycopy(window, from, window, filled + done, piece);
      done += piece;
    }
    match -= length;
    filled += length;
  }
}
