package dev.bascule.updater.install;

import dev.bascule.updater.source.HttpStatusException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How often, and after which pauses, a broken transfer is taken up again. The pause doubles from one second to one
 * minute, or is what a server asks for, if that is at most five; progress starts the count anew.
 *
 * @param attempts failures in a row before the transfer is given up, at least 1
 */
public record Retry(int attempts, Sleeper sleeper) {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(5);

  /** Waits. */
  public interface Sleeper {
    /** Waits for a while. */
    void sleep(Duration pause) throws InterruptedException;
  }

  /** Eight attempts over some two minutes. */
  public static Retry standard() {
    return new Retry(8, Thread::sleep);
  }

  /** Four attempts over some seven seconds: for a person who waits, and for work that is done again later. */
  public static Retry brief() {
    return new Retry(4, Thread::sleep);
  }

  /** The same, and somebody is told of each wait. */
  public Retry telling(Consumer<Duration> listener) {
    return new Retry(attempts, pause -> {
      listener.accept(pause);
      sleeper.sleep(pause);
    });
  }

  Attempts start() {
    return new Attempts();
  }

  /** The count for one piece of work. */
  final class Attempts {
    private int failures;

    /** Waits before the next attempt, or gives up. */
    void failed(IOException cause, boolean progressed) throws IOException {
      failures = progressed ? 1 : failures + 1;
      Duration asked = asked(cause);
      if (failures >= attempts || asked.compareTo(LONGEST_ASKED) > 0) {
        throw new InstallException(InstallException.Fault.SOURCE, "the transfer broke " + failures
            + (failures == 1 ? " time: " : " times in a row: ") + cause.getMessage()
            + "; what was written is kept for the next attempt",
            cause);
      }
      Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 6));
      Duration own = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
      try {
        sleeper.sleep(own.compareTo(asked) > 0 ? own : asked);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting to resume the transfer");
      }
    }

    private static Duration asked(IOException cause) {
      return cause instanceof HttpStatusException status
          ? status.retryAfter().orElse(Duration.ZERO)
          : Duration.ZERO;
    }
  }
}
