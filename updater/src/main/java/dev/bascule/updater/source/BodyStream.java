package dev.bascule.updater.source;

import dev.bascule.image.origin.PieceStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A body as it comes in: a bounded number of bytes is received ahead of the reader, so that the link goes on while the
 * reader is busy with what it got. The body must keep coming: a reader that waits for longer than the idle time, or gets
 * less than the floor on average over a window of waiting, is told so by an {@link IOException}. Time that the reader
 * spends elsewhere is not the server's fault and does not count.
 *
 * <p>The subscription is never called under this object's lock: the platform's client calls in with locks of its own held,
 * which the subscription takes as well, so that a reader and the link would wait for each other for good.
 */
final class BodyStream extends PieceStream implements BodySubscriber<InputStream> {

  private final HttpLimits limits;
  private final int mostAhead;
  private final long length;
  private final LongSupplier nanoTime;
  private final Deque<ByteBuffer> received = new ArrayDeque<>();
  private int ahead;
  private long came;
  private boolean ended;
  private boolean closed;
  private boolean asked;
  private @Nullable Throwable failure;
  private @Nullable Subscription subscription;
  private long waitedInWindow;
  private long bytesInWindow;

  /**
   * A body that is still to come.
   *
   * @param mostAhead bytes that are received ahead of the reader; what the link brings at once may come on top
   * @param length bytes that the server has announced, or -1
   */
  BodyStream(HttpLimits limits, int mostAhead, long length, LongSupplier nanoTime) {
    this.limits = limits;
    this.mostAhead = mostAhead;
    this.length = length;
    this.nanoTime = nanoTime;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Subscription given) {
    if (accept(given)) {
      ask();
    } else {
      given.cancel();
    }
  }

  private synchronized boolean accept(Subscription given) {
    if (closed || subscription != null) {
      return false;
    }
    subscription = given;
    return true;
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    keep(buffers);
    ask();
  }

  private synchronized void keep(List<ByteBuffer> buffers) {
    asked = false;
    for (ByteBuffer buffer : buffers) {
      came += buffer.remaining();
      if (!closed && buffer.hasRemaining()) {
        received.add(buffer);
        ahead += buffer.remaining();
      }
    }
    notifyAll();
  }

  @Override
  public synchronized void onError(Throwable throwable) {
    failure = throwable;
    notifyAll();
  }

  @Override
  public synchronized void onComplete() {
    ended = true;
    notifyAll();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      int count = take(bytes, offset, length);
      ask();
      return count;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private synchronized int take(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer next = await();
    if (next == null) {
      return -1;
    }
    int count = Math.min(length, next.remaining());
    next.get(bytes, offset, count);
    if (!next.hasRemaining()) {
      received.remove();
    }
    ahead -= count;
    bytesInWindow += count;
    return count;
  }

  /**
   * Gives up what is still to come; the connection is closed with it unless all has come. That all has come is known by the
   * announced length, before the platform says so.
   */
  @Override
  public void close() {
    Subscription open = end();
    if (open != null) {
      open.cancel();
    }
  }

  /** What there is to cancel. */
  private synchronized @Nullable Subscription end() {
    closed = true;
    received.clear();
    notifyAll();
    return ended || came == length ? null : subscription;
  }

  /** Has more sent if there is room for it. */
  private void ask() {
    Subscription open = askable();
    if (open != null) {
      open.request(1);
    }
  }

  private synchronized @Nullable Subscription askable() {
    if (subscription == null || asked || ended || closed || ahead >= mostAhead) {
      return null;
    }
    asked = true;
    return subscription;
  }

  /** The next bytes, or null at the end. */
  private @Nullable ByteBuffer await() throws IOException {
    long start = nanoTime.getAsLong();
    while (received.isEmpty()) {
      if (failure != null) {
        throw new IOException("the transfer broke: " + reason(failure), failure);
      }
      if (closed) {
        throw new IOException("the transfer was closed");
      }
      if (ended) {
        return null;
      }
      long left = limits.idle().toNanos() - (nanoTime.getAsLong() - start);
      if (left <= 0) {
        throw new IOException(
            "the transfer stalled: no byte for " + limits.idle().toSeconds() + " s");
      }
      pause(left);
    }
    waitedInWindow += nanoTime.getAsLong() - start;
    requireFloor();
    return received.element();
  }

  private void pause(long nanos) throws InterruptedIOException {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a server");
    }
  }

  private void requireFloor() throws IOException {
    if (waitedInWindow > limits.window().toNanos()) {
      long wanted = limits.window().toSeconds() * limits.floor();
      if (bytesInWindow < wanted) {
        throw new IOException("the transfer crawled: " + bytesInWindow + " bytes in "
            + limits.window().toSeconds() + " s, at least " + wanted + " are expected");
      }
      waitedInWindow = 0;
      bytesInWindow = 0;
    }
  }

  private static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
