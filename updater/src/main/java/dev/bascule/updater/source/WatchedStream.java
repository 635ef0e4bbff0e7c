package dev.bascule.updater.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A body that must keep coming: it is broken off when nothing comes for the idle time, or when a window's average is
 * below the floor. The reader then gets an {@link IOException} that says which.
 */
final class WatchedStream extends FilterInputStream {

  private final HttpLimits limits;
  private final LongSupplier nanoTime;
  private final ScheduledFuture<?> watch;
  private volatile long lastByte;
  private long windowStart;
  private final AtomicLong windowBytes = new AtomicLong();
  private volatile @Nullable String stalled;

  WatchedStream(InputStream stream, HttpLimits limits, LongSupplier nanoTime,
      ScheduledExecutorService watcher) {
    super(stream);
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.lastByte = nanoTime.getAsLong();
    this.windowStart = lastByte;
    long period = Math.max(1, limits.idle().toMillis() / 4);
    this.watch = watcher.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      int count = super.read(bytes, offset, length);
      requireNotStalled(null);
      if (count > 0) {
        lastByte = nanoTime.getAsLong();
        windowBytes.addAndGet(count);
      }
      return count;
    } catch (IOException e) {
      requireNotStalled(e);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    watch.cancel(false);
    super.close();
  }

  private void requireNotStalled(@Nullable IOException cause) throws IOException {
    String reason = stalled;
    if (reason != null) {
      throw new IOException(reason, cause);
    }
  }

  /** Runs on the watcher's thread. Closing the stream wakes a reader that waits. */
  private void look() {
    long now = nanoTime.getAsLong();
    if (now - lastByte > limits.idle().toNanos()) {
      breakOff("the transfer stalled: no byte for " + limits.idle().toSeconds() + " s");
    } else if (now - windowStart > limits.window().toNanos()) {
      long wanted = limits.window().toSeconds() * limits.floor();
      long came = windowBytes.getAndSet(0);
      if (came < wanted) {
        breakOff("the transfer crawled: " + came + " bytes in "
            + limits.window().toSeconds() + " s, at least " + wanted + " are expected");
      }
      windowStart = now;
    }
  }

  private void breakOff(String reason) {
    stalled = reason;
    watch.cancel(false);
    try {
      in.close();
    } catch (IOException e) {
      // The reader is told why; that the broken connection did not close cleanly adds nothing.
    }
  }
}
