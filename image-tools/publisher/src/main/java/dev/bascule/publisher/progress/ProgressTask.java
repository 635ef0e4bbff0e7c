package dev.bascule.publisher.progress;

import java.io.Closeable;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** One task that is under way. Several threads may work on it. */
public final class ProgressTask implements LongConsumer, Closeable {

  /** Where a line goes. */
  interface Display {
    void show(String line, boolean last);
  }

  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int BAR_LENGTH = 24;

  private final String what;
  private final long total;
  private final LongSupplier nanoTime;
  private final long everyNanos;
  private final Display display;
  private final long start;
  private long done;
  private long nextShow;
  private boolean shown;
  private boolean closed;

  ProgressTask(String what, long total, LongSupplier nanoTime, long everyNanos, Display display) {
    this.what = what;
    this.total = total;
    this.nanoTime = nanoTime;
    this.everyNanos = everyNanos;
    this.display = display;
    this.start = nanoTime.getAsLong();
    this.nextShow = start + QUIET_NANOS;
  }

  /** Adds some bytes to those that are done. */
  @Override
  public synchronized void accept(long more) {
    done += more;
    long now = nanoTime.getAsLong();
    if (now - nextShow >= 0) {
      nextShow = now + everyNanos;
      shown = true;
      display.show(line(now), false);
    }
  }

  /** Ends the task; a last line says how long it took, if it was seen at all. */
  @Override
  public synchronized void close() {
    if (shown && !closed) {
      display.show(line(nanoTime.getAsLong()), true);
    }
    closed = true;
  }

  private String line(long now) {
    double part = total <= 0 ? 1 : Math.min(1, (double) done / total);
    double seconds = (now - start) / 1e9;
    int filled = (int) (part * BAR_LENGTH);
    return String.format(Locale.ROOT, "%s [%s%s] %3d %% of %s, %.0f s%s", what, "#".repeat(filled),
        ".".repeat(BAR_LENGTH - filled), (int) (part * 100), Size.of(total), seconds,
        part > 0 && part < 1 ? String.format(Locale.ROOT, ", %.0f s left", seconds / part - seconds)
            : "");
  }
}
