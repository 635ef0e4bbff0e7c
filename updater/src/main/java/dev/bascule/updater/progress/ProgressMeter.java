package dev.bascule.updater.progress;

import dev.bascule.updater.install.InstallProgress;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Makes of an install's steps what others are told, a few times a second at most, with its rate and the time that is left. */
public final class ProgressMeter implements InstallProgress {

  private static final long INTERVAL = 250_000_000L;
  private static final double NANOS = 1e9;
  /** How much the latest interval counts for the rate. */
  private static final double WEIGHT = 0.2;

  private final String verb;
  private final LongSupplier nanoTime;
  private final Consumer<Progress> listener;
  private String phase = "";
  private long lastTime;
  private long lastDone;
  private double rate;

  /**
   * A meter for one job.
   *
   * @param nanoTime a clock that nobody sets, in nanoseconds
   */
  public ProgressMeter(String verb, LongSupplier nanoTime, Consumer<Progress> listener) {
    this.verb = verb;
    this.nanoTime = nanoTime;
    this.listener = listener;
  }

  @Override
  public synchronized void advance(String role, Phase now, long done, long total) {
    long time = nanoTime.getAsLong();
    String words = role + " " + words(now);
    if (!words.equals(phase)) {
      phase = words;
      lastTime = time;
      lastDone = done;
      rate = 0;
    } else if (time - lastTime < INTERVAL && done < total) {
      return;
    } else if (time > lastTime) {
      double latest = (done - lastDone) * NANOS / (time - lastTime);
      rate = rate <= 0 ? latest : rate + WEIGHT * (latest - rate);
      lastTime = time;
      lastDone = done;
    }
    long left = rate > 0 ? Math.round((total - done) / rate) : -1;
    listener.accept(new Progress(verb, words(now), role, done, total, Math.round(rate), left));
  }

  private static String words(Phase phase) {
    return switch (phase) {
      case SCAN -> "comparing";
      case COPY -> "copying";
      case TRANSFER -> "writing";
      case READ_BACK -> "verifying";
    };
  }
}
