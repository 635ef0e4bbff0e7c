package dev.bascule.image.lz4;

import dev.bascule.image.difference.MalformedDifferenceException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a packed text, read from whole blocks of the volume that it stands in, a stretch at a time. */
final class PackedInput {

  private static final int BLOCK = 4096;
  private static final int STRETCH = 64 << 10;

  private final VolumeReader volume;
  private final ByteBuffer medium =
      ByteBuffer.allocateDirect(STRETCH + BLOCK).alignedSlice(BLOCK);
  private final byte[] stretch = new byte[STRETCH];
  private long place;
  private long end;
  private int at;
  private int filled;

  PackedInput(VolumeReader volume) {
    this.volume = volume;
  }

  /**
   * Goes to another text.
   *
   * @param from where its first byte is in the volume
   * @param to where its last block ends
   */
  void begin(long from, long to) {
    place = from / BLOCK * BLOCK;
    end = to;
    filled = 0;
    at = (int) (from - place);
  }

  /** Where the next byte is in the volume. */
  long position() {
    return place - filled + at;
  }

  /** Says that the text's last block ends elsewhere than was said before. */
  void endAt(long to) {
    end = to;
  }

  boolean hasMore() {
    return position() < end;
  }

  /** What was read of the text and around it; from {@link #at()} on there are {@link #ready()} bytes of the text. */
  byte[] stretch() {
    return stretch;
  }

  int at() {
    return at;
  }

  /** Bytes that can be taken without reading; none, or less than none, before there are such. */
  int ready() {
    return (int) Math.min(filled - at, end - position());
  }

  /** Takes bytes that are ready. */
  void skip(int count) {
    at += count;
  }

  int next() throws IOException {
    if (at >= filled) {
      fill();
    }
    return stretch[at++] & 0xff;
  }

  /** Copies the next bytes, at least one and at most as many as asked for. */
  int take(byte[] target, int from, int most) throws IOException {
    if (at >= filled) {
      fill();
    }
    int taken = Math.min(most, filled - at);
    System.arraycopy(stretch, at, target, from, taken);
    at += taken;
    return taken;
  }

  private void fill() throws IOException {
    int within = at - filled;
    int length = (int) Math.min(STRETCH, end - place);
    if (length <= within) {
      throw new MalformedDifferenceException("a packed text: ends too early, at " + end);
    }
    volume.read(place, medium.clear().limit(length));
    medium.flip().get(stretch, 0, length);
    place += length;
    filled = length;
    at = within;
  }
}
