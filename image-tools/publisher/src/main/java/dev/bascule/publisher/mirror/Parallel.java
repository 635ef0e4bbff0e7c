package dev.bascule.publisher.mirror;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Does some things at once, and gives up all of them with the first that fails.
 *
 * @param threads how many at once
 */
record Parallel(int threads) {

  /** What is done with each. */
  interface Work<T> {
    void on(T thing) throws IOException;
  }

  <T> void run(List<T> things, Work<T> work) throws IOException {
    if (things.size() == 1) {
      work.on(things.getFirst());
      return;
    }
    ExecutorService workers = Executors.newFixedThreadPool(Math.min(threads, things.size()));
    try {
      CompletionService<Void> done = new ExecutorCompletionService<>(workers);
      for (T thing : things) {
        done.submit(() -> {
          work.on(thing);
          return null;
        });
      }
      for (int left = things.size(); left > 0; left--) {
        done.take().get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the copying was stopped");
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } finally {
      workers.shutdownNow();
      workers.close();
    }
  }

  private static IOException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case null -> new IOException("the copying failed");
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(cause);
    };
  }
}
