package dev.bascule.updater.daemon;

import dev.bascule.updater.source.HttpStatusException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Looks for updates, waits, looks again. A look that fails, in whatever way, is told and tried again later; nothing but
 * a restart of the device or an interrupt ends the loop.
 */
public final class PollLoop {

  private static final int MOST_CAUSES = 16;

  private final Cycle cycle;
  private final PollSchedule schedule;
  private final Sleeper sleeper;
  private final Listener listener;

  /** One look, with all that follows from it. */
  public interface Cycle {

    /** Looks once; returns whether the device is about to restart. */
    boolean run() throws IOException;
  }

  /** Waits. */
  public interface Sleeper {
    /** Waits for a while. */
    void sleep(Duration duration) throws InterruptedException;
  }

  /** Is told what the loop does. */
  public interface Listener {

    /** The next look is after this wait. */
    void waiting(Duration wait);

    /** A look failed. */
    void failed(Exception failure);
  }

  public PollLoop(Cycle cycle, PollSchedule schedule, Sleeper sleeper, Listener listener) {
    this.cycle = cycle;
    this.schedule = schedule;
    this.sleeper = sleeper;
    this.listener = listener;
  }

  /** Looks until the device is about to restart, or the thread is interrupted. */
  public void run() {
    try {
      pause(schedule.first());
      for (Duration wait = look(); wait != null; wait = look()) {
        pause(wait);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Looks once; a look that fails is tried again after a while, and after a longer one, as long as patience lasts.
   *
   * @throws IOException what the last look failed with
   */
  public void runOnce(Duration patience) throws IOException {
    Duration waited = Duration.ZERO;
    while (true) {
      try {
        cycle.run();
        return;
      } catch (IOException e) {
        Duration wait = schedule.afterFailure(retryAfter(e));
        waited = waited.plus(wait);
        if (waited.compareTo(patience) > 0) {
          throw e;
        }
        listener.failed(e);
        try {
          pause(wait);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
    }
  }

  /** How long to wait before the next look, or null if there is none. */
  private @Nullable Duration look() {
    try {
      return cycle.run() ? null : schedule.afterSuccess();
    } catch (Exception e) {
      listener.failed(e);
      return schedule.afterFailure(retryAfter(e));
    }
  }

  private void pause(Duration wait) throws InterruptedException {
    listener.waiting(wait);
    sleeper.sleep(wait);
  }

  /** What a server asked for, wherever in the chain of causes it stands. */
  private static Duration retryAfter(Exception failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
      if (cause instanceof HttpStatusException status) {
        return status.retryAfter().orElse(Duration.ZERO);
      }
      cause = cause.getCause();
    }
    return Duration.ZERO;
  }
}
