package dev.bascule.publisher.serve;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Holds all connections together to a number of bytes per second, like one link that they share. A pause earns no more
 * than a tenth of a second's bytes.
 */
final class Throttle {

  /** Waits. */
  interface Sleeper {
    void sleep(long nanos) throws InterruptedException;
  }

  private static final long MAX_CREDIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final long bytesPerSecond;
  private final LongSupplier nanoTime;
  private final Sleeper sleeper;
  private long freeAt;

  private Throttle(long bytesPerSecond, LongSupplier nanoTime, Sleeper sleeper) {
    this.bytesPerSecond = bytesPerSecond;
    this.nanoTime = nanoTime;
    this.sleeper = sleeper;
    this.freeAt = nanoTime.getAsLong() - MAX_CREDIT_NANOS;
  }

  /** No limit. */
  static Throttle none() {
    return new Throttle(Long.MAX_VALUE, () -> 0, nanos -> {});
  }

  /** A limit on the running system's clock. */
  static Throttle to(long bytesPerSecond) {
    return to(bytesPerSecond, System::nanoTime, TimeUnit.NANOSECONDS::sleep);
  }

  static Throttle to(long bytesPerSecond, LongSupplier nanoTime, Sleeper sleeper) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "rate: expected at least 1 byte per second, found " + bytesPerSecond);
    }
    return new Throttle(bytesPerSecond, nanoTime, sleeper);
  }

  /** Waits until some bytes may be sent. */
  void await(int bytes) throws InterruptedException {
    if (bytesPerSecond == Long.MAX_VALUE) {
      return;
    }
    long wait;
    synchronized (this) {
      long now = nanoTime.getAsLong();
      freeAt = Math.max(freeAt, now - MAX_CREDIT_NANOS);
      wait = freeAt - now;
      freeAt += (long) (bytes * 1e9 / bytesPerSecond);
    }
    if (wait > 0) {
      sleeper.sleep(wait);
    }
  }
}
