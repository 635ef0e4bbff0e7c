package dev.bascule.updater.install;

import dev.bascule.image.bundle.BundleException;
import dev.bascule.image.manifest.Payload;
import dev.bascule.image.origin.Body;
import dev.bascule.image.origin.CountedStream;
import dev.bascule.image.tile.SegmentException;
import dev.bascule.image.tile.SegmentReader;
import dev.bascule.image.tile.Segments;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A payload's verified bytes in ascending order, over a link that may break at any byte. A broken stream is taken up
 * again at the byte where it broke; gaps that are not wanted are skipped by a new request. Attempts are counted from
 * the last progress on.
 */
final class PayloadStream implements Closeable {

  private static final int LEAST_PROGRESS = 16 << 10;

  private final ImageFiles files;
  private final Payload payload;
  private final Retry retry;
  private @Nullable Body body;
  private @Nullable SegmentReader reader;
  private @Nullable CountedStream received;
  private final WantedBytes wanted;
  /** Where the open stream ends because no more was asked for. */
  private long streamEnd;
  private long fetchedBefore;
  /** The furthest byte that any stream came to: what a server without ranges sends again is no progress. */
  private long reached;

  PayloadStream(ImageFiles files, Payload payload, Retry retry) {
    this.files = files;
    this.payload = payload;
    this.retry = retry;
    this.wanted = new WantedBytes(payload.segments());
  }

  /** What is going to be read, to be added to as soon as it is known. */
  WantedBytes wanted() {
    return wanted;
  }

  /** Bytes received so far. */
  long fetched() {
    return fetchedBefore + (received == null ? 0 : received.count());
  }

  /**
   * Reads bytes of the payload.
   *
   * @param position best not before the end of the last read: going back is a new request
   * @throws InstallException if what comes is not what was signed, twice, or if nothing comes any more
   */
  byte[] read(long position, int length) throws IOException {
    byte[] target = new byte[length];
    Retry.Attempts attempts = retry.start();
    SegmentException damage = null;
    int done = 0;
    while (true) {
      long before = reached;
      try {
        SegmentReader at = readerAt(position + done);
        at.skipTo(position + done);
        at.read(target, done, length - done);
        return target;
      } catch (InstallException e) {
        throw e;
      } catch (SegmentException e) {
        close();
        if (!files.origin().goElsewhere()) {
          if (damage != null) {
            throw tampered(e,
                "it arrived so twice: the file there is damaged or was tampered with");
          }
          damage = e;
        }
      } catch (BundleException e) {
        close();
        if (damage != null) {
          throw tampered(damage,
              "the bundle is damaged or was tampered with, and cannot be asked again");
        }
        throw new InstallException(InstallException.Fault.SOURCE, e.getMessage()
            + "; what was written is kept for the next attempt", e);
      } catch (IOException e) {
        close();
        long streamed = reader == null ? 0 : reader.streamPosition();
        reached = Math.max(reached, streamed);
        boolean asAsked =
            e instanceof EOFException && streamed == streamEnd
                && streamed < payload.file().length();
        if (!asAsked) {
          if (e instanceof EOFException) {
            // It did not break, it is short: what else comes from there is not worth more.
            files.origin().goElsewhere();
          }
          attempts.failed(e, reached - before >= LEAST_PROGRESS);
        }
      }
      SegmentReader stopped = reader;
      if (stopped != null) {
        done = (int) Math.max(done, Math.min(stopped.position() - position, length));
      }
    }
  }

  private InstallException tampered(SegmentException damage, String conclusion) {
    return new InstallException(InstallException.Fault.TAMPERED, payload.file().name() + " from "
        + files.origin().name() + ": " + damage.getMessage() + "; " + conclusion, damage);
  }

  @Override
  public void close() {
    Body open = body;
    body = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // The stream was only read from; what it gave is verified or thrown away.
      }
    }
  }

  /** A reader that stands at a position or not far before it, with an open stream. */
  private SegmentReader readerAt(long position) throws IOException {
    Segments segments = payload.segments();
    SegmentReader current = reader;
    long readThrough = (long) WantedBytes.READ_THROUGH * segments.size();
    if (current == null || position < current.position()
        || position - current.streamPosition() > readThrough) {
      close();
      return openAt(segments.at(position));
    }
    if (body == null) {
      long from = current.streamPosition();
      Body opened = open(from);
      if (opened.start() != from) {
        return startOver(opened);
      }
      current.resume(counted(opened));
    }
    return current;
  }

  private SegmentReader openAt(int segment) throws IOException {
    Body opened = open(payload.segments().offset(segment));
    if (opened.start() == 0) {
      return startOver(opened);
    }
    SegmentReader next = new SegmentReader(
        payload.segments(), counted(opened), segment);
    reader = next;
    return next;
  }

  /** Reads from the payload's beginning: all that a server without ranges can give. */
  private SegmentReader startOver(Body opened) {
    SegmentReader next = new SegmentReader(payload.segments(), counted(opened), 0);
    reader = next;
    return next;
  }

  private Body open(long offset) throws IOException {
    long end = wanted.endOf(offset);
    Body opened = files.open(payload.file(), offset, end - offset);
    body = opened;
    streamEnd = end;
    return opened;
  }

  private CountedStream counted(Body opened) {
    fetchedBefore = fetched();
    CountedStream counted = new CountedStream(opened.stream());
    received = counted;
    return counted;
  }
}
