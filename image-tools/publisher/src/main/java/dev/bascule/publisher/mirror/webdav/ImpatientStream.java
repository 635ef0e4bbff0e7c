package dev.bascule.publisher.mirror.webdav;

import dev.bascule.image.origin.PieceFilter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An answer's body that is left where its server sends nothing for too long. One that is slow and goes on is read to its end: the
 * platform's own limit on a request ends with the answer's head.
 */
final class ImpatientStream extends PieceFilter {

  private final URI url;
  private final Duration limit;
  private final ScheduledExecutorService clock;
  private volatile boolean stalled;

  ImpatientStream(InputStream in, URI url, Duration limit, ScheduledExecutorService clock) {
    super(in);
    this.url = url;
    this.limit = limit;
    this.clock = clock;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Future<?> alarm = clock.schedule(this::leave, limit.toNanos(), TimeUnit.NANOSECONDS);
    try {
      int read = in.read(target, offset, length);
      if (stalled) {
        throw new IOException("closed");
      }
      return read;
    } catch (IOException e) {
      throw DavClient.unreachable(url, stalled
          ? new IOException("it sent nothing more of its answer for " + limit.toSeconds() + " s", e)
          : e);
    } finally {
      alarm.cancel(false);
    }
  }

  /** Whoever reads hears of it. */
  private void leave() {
    stalled = true;
    try {
      in.close();
    } catch (IOException e) {
      // It is left in any case.
    }
  }
}
