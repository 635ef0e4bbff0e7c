package dev.bascule.image.tile;

import dev.bascule.image.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * Reads a payload's bytes from an untrusted stream, and gives none of them away before the SHA-256 of the segment
 * that they stand in was the signed one. Holds one segment in memory.
 *
 * <p>When the stream fails, what it gave of an unfinished segment is kept: {@link #resume} goes on with another stream
 * from exactly there, so that a link that never carries a whole segment still gets through.
 */
public final class SegmentReader {

  private final Segments segments;
  private InputStream stream;
  private final MessageDigest digest = Sha256.newDigest();
  private final byte[] buffer;
  private int next;
  private long position;
  private int available;
  private int partial;

  /**
   * Starts at a segment.
   *
   * @param stream stands at the beginning of segment {@code first}
   */
  public SegmentReader(Segments segments, InputStream stream, int first) {
    this.segments = segments;
    this.stream = stream;
    this.next = first;
    this.position = segments.offset(first);
    this.buffer = new byte[(int) Math.min(segments.size(), segments.length())];
  }

  /** Where in the payload the next byte comes from. */
  public long position() {
    return position;
  }

  /** The first byte of the payload that the stream has not given yet. */
  public long streamPosition() {
    return next == segments.count() ? segments.length() : segments.offset(next) + partial;
  }

  /** Goes on with another stream, which stands at {@link #streamPosition()}. */
  public void resume(InputStream another) {
    stream = another;
  }

  /**
   * Fills a part of an array with the payload's next bytes.
   *
   * @throws SegmentException if a segment is not what was signed
   * @throws EOFException if the stream or the payload ends before
   */
  public void read(byte[] target, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int from = nextBuffered();
      int run = Math.min(length - done, available - from);
      System.arraycopy(buffer, from, target, offset + done, run);
      position += run;
      done += run;
    }
  }

  /** Passes over bytes that are not wanted. Whole segments among them are still checked. */
  public void skipTo(long target) throws IOException {
    if (target < position) {
      throw new IllegalArgumentException("cannot go back from " + position + " to " + target);
    }
    while (position < target) {
      int from = nextBuffered();
      position += Math.min(target - position, available - from);
    }
  }

  /** The next byte's index in the buffer; reads and checks the next segment if need be. */
  private int nextBuffered() throws IOException {
    long start = next == 0 ? 0 : segments.offset(next - 1);
    if (available == 0 || position >= start + available) {
      readSegment();
      start = segments.offset(next - 1);
    }
    return (int) (position - start);
  }

  private void readSegment() throws IOException {
    if (next == segments.count()) {
      throw new EOFException("the payload ends at byte " + segments.length());
    }
    available = 0;
    int length = segments.length(next);
    while (partial < length) {
      int got = stream.read(buffer, partial, length - partial);
      if (got < 0) {
        throw new EOFException("the payload's stream ended at byte " + streamPosition()
            + " of " + segments.length());
      }
      partial += got;
    }
    partial = 0;
    digest.update(buffer, 0, length);
    Sha256 found = Sha256.of(digest.digest());
    if (!found.equals(segments.digests().get(next))) {
      throw new SegmentException(next, segments.digests().get(next), found);
    }
    available = length;
    next++;
  }
}
