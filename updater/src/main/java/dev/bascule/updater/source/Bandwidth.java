package dev.bascule.updater.source;

import dev.bascule.image.origin.PieceFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Bytes a second that all of a program's transfers together take at most. What was not used is not saved up beyond a
 * tenth of a second: the average holds over any longer time, not only over the whole.
 */
public final class Bandwidth {

  private static final long BURST = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int MOST_AT_ONCE = 64 << 10;

  private final long bytesPerSecond;
  private final LongSupplier nanoTime;
  private final Sleeper sleeper;
  private long nextAt;

  /** Waits. */
  interface Sleeper {
    /** Waits for some nanoseconds. */
    void sleep(long nanos) throws InterruptedException;
  }

  /** A limit of at least 1 byte a second. */
  public static Bandwidth of(long bytesPerSecond) {
    return new Bandwidth(bytesPerSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
  }

  Bandwidth(long bytesPerSecond, LongSupplier nanoTime, Sleeper sleeper) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanoTime = nanoTime;
    this.sleeper = sleeper;
    this.nextAt = nanoTime.getAsLong();
  }

  /** The limit. */
  long bytesPerSecond() {
    return bytesPerSecond;
  }

  /** What is taken from a connection in a tenth of a second: no more of it need wait anywhere. */
  int share() {
    return Math.clamp(bytesPerSecond / 10, 1 << 10, MOST_AT_ONCE);
  }

  /** The same stream, no faster than this. */
  InputStream limit(InputStream stream) {
    return new Limited(stream);
  }

  /** Takes a number of bytes that come from elsewhere, and waits until they may have. */
  public void take(int bytes) throws InterruptedIOException {
    took(bytes);
    await();
  }

  private synchronized void await() throws InterruptedIOException {
    try {
      for (long left = nextAt - nanoTime.getAsLong(); left > 0; left =
          nextAt - nanoTime.getAsLong()) {
        sleeper.sleep(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while keeping to the bandwidth");
    }
  }

  private synchronized void took(int bytes) {
    long earliest = nanoTime.getAsLong() - BURST;
    long cost = bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    nextAt = (nextAt - earliest < 0 ? earliest : nextAt) + cost;
  }

  private final class Limited extends PieceFilter {

    Limited(InputStream stream) {
      super(stream);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      Bandwidth.this.await();
      int count = in.read(bytes, offset, Math.min(length, share()));
      if (count > 0) {
        took(count);
      }
      return count;
    }
  }
}
