package dev.bascule.image.work;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Pieces of work that run on several threads, each with a worker of its own (buffers, a codec), while the results
 * are taken in the order in which the pieces were given. A bounded number is under way: memory does not grow with
 * the amount of work, and a slow consumer holds back the producer.
 *
 * <p>One thread submits, finishes and closes. The first piece that fails ends it all: its exception comes out of
 * {@link #submit} or {@link #finish}.
 *
 * @param <W> what a thread works with
 * @param <T> a piece's result
 */
public final class OrderedWork<W extends Closeable, T> implements Closeable {

  private static final int PIECES_PER_THREAD = 4;

  /** Makes a worker. */
  public interface WorkerFactory<W> {
    /** Makes one worker; called once for each thread. */
    W create() throws IOException;
  }

  /** One piece of work. */
  public interface Piece<W, T> {
    /** Does the piece, on some thread, with a worker that no other piece uses meanwhile. */
    T run(W worker) throws IOException;
  }

  /** Takes results, in order, on the submitting thread. */
  public interface Consumer<T> {
    /** Takes the next result. */
    void accept(T result) throws IOException;
  }

  private final ExecutorService threads;
  private final BlockingQueue<W> idle;
  private final List<W> workers = new ArrayList<>();
  private final Deque<Future<T>> underWay = new ArrayDeque<>();
  private final int limit;
  private final Consumer<T> consumer;

  /** Starts a number of threads. */
  public OrderedWork(int threadCount, WorkerFactory<W> factory, Consumer<T> consumer)
      throws IOException {
    this.limit = PIECES_PER_THREAD * threadCount;
    this.consumer = consumer;
    this.idle = new ArrayBlockingQueue<>(threadCount);
    for (int i = 0; i < threadCount; i++) {
      workers.add(factory.create());
    }
    idle.addAll(workers);
    this.threads = Executors.newFixedThreadPool(threadCount,
        Thread.ofPlatform().name("worker-", 1).daemon().factory());
  }

  /** Gives a piece of work. Takes the oldest result first if enough is under way. */
  public void submit(Piece<W, T> piece) throws IOException {
    if (underWay.size() == limit) {
      takeOldest();
    }
    underWay.add(threads.submit(() -> {
      W worker = idle.remove();
      try {
        return piece.run(worker);
      } finally {
        idle.add(worker);
      }
    }));
  }

  /** Takes all results that are still to come. */
  public void finish() throws IOException {
    while (!underWay.isEmpty()) {
      takeOldest();
    }
  }

  private void takeOldest() throws IOException {
    T result;
    try {
      result = underWay.remove().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException expected) {
        throw expected;
      }
      throw new IllegalStateException("a worker failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    consumer.accept(result);
  }

  /** Ends the threads, pieces under way included, and closes the workers once nothing uses them. */
  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    boolean interrupted = false;
    while (true) {
      try {
        if (threads.awaitTermination(1, TimeUnit.DAYS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    for (W worker : workers) {
      worker.close();
    }
  }
}
